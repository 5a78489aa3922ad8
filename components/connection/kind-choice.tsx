import type { FormParts } from "@/components/connection/form-parts";
import { CATALOGUE, CONNECTION_KINDS } from "@/domain/connection/catalogue";

/** Everything that can be connected: what comes of it, and what one must have at hand. */
export function KindChoice({ register, setValue }: Pick<FormParts, "register" | "setValue">) {
  // Measures chosen on one platform have other names on the next.
  const kindField = register("kind", { onChange: () => setValue("measures", []) });
  return (
    <fieldset>
      <legend className="font-medium text-table">Platform</legend>
      <div className="mt-1 grid gap-2 wide:grid-cols-2">
        {CONNECTION_KINDS.map((kind) => {
          const { label, what, needs } = CATALOGUE[kind];
          return (
            <label
              key={kind}
              className="flex items-start gap-2 rounded-control border border-rule p-2.5 text-table has-checked:border-ink has-checked:bg-wash"
            >
              <input type="radio" value={kind} {...kindField} className="mt-[3px] accent-ink" />
              <span className="min-w-0">
                <span className="block font-medium">{label}</span>
                <span className="block text-ink-2 text-note">{what}</span>
                <span className="mt-1 block text-ink-2 text-note">
                  <span className="font-medium text-ink">Needs: </span>
                  {needs}
                </span>
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
