import type { FormChoices } from "@/components/initiative/shape";
import { Field, Select } from "@/components/ui/field";

/** Who answers for an entry. */
export function OwnerField({
  members,
  value,
  onChange,
}: {
  members: FormChoices["members"];
  value: string;
  onChange: (id: string) => void;
}) {
  return (
    <Field label="Owner" optional>
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">Nobody</option>
        {members
          .filter(({ active, id }) => active || id === value)
          .map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
      </Select>
    </Field>
  );
}
