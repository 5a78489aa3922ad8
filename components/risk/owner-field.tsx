import { Field, Select } from "@/components/ui/field";

/** Who answers for it: whoever is a member today, and who is named already. */
export function OwnerField({
  label = "Owner",
  members,
  value,
  onChange,
  error,
}: {
  label?: string;
  members: readonly { id: string; name: string; active: boolean }[];
  value: string;
  onChange: (id: string) => void;
  error?: string;
}) {
  return (
    <Field label={label} optional {...(error ? { error } : {})}>
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
