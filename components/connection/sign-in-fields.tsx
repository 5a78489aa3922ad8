import type { PartProps } from "@/components/connection/form-parts";
import { Field, Input, Select, Textarea } from "@/components/ui/field";
import type { AuthKind } from "@/domain/connection/choice";

const AUTH_LABELS: Record<AuthKind, string> = {
  none: "None",
  basic: "User name and password",
  bearer: "Bearer token",
  headers: "Headers of its own",
};

type Props = Pick<PartProps, "values" | "form" | "errors"> & {
  /** A stored sign-in that is kept when nothing is typed. */
  keeps: boolean;
};

/** How to get in. What is typed here is sealed, and never comes back. */
export function SignInFields({ values, form: { register }, errors, keeps }: Props) {
  const hint = keeps
    ? "Stored. Leave it empty to keep it; it is never shown again."
    : "Sealed before it is stored, and never shown again.";
  return (
    <>
      <Field label="Sign-in" error={errors.auth?.message}>
        <Select {...register("auth")}>
          {(Object.keys(AUTH_LABELS) as AuthKind[]).map((auth) => (
            <option key={auth} value={auth}>
              {AUTH_LABELS[auth]}
            </option>
          ))}
        </Select>
      </Field>
      {values.auth === "basic" ? (
        <div className="grid gap-4 wide:grid-cols-2">
          <Field
            label="User name"
            hint={keeps ? "Stored with the password." : undefined}
            error={errors.username?.message}
          >
            <Input {...register("username")} autoComplete="off" />
          </Field>
          <Field label="Password" hint={hint} error={errors.password?.message}>
            <Input {...register("password")} type="password" autoComplete="new-password" />
          </Field>
        </div>
      ) : null}
      {values.auth === "bearer" ? (
        <Field label="Token" hint={hint} error={errors.token?.message}>
          <Input {...register("token")} type="password" autoComplete="new-password" />
        </Field>
      ) : null}
      {values.auth === "headers" ? (
        <Field
          label="Secret headers"
          hint={`One a line, as Name: value. ${hint}`}
          error={errors.secretHeaders?.message}
        >
          <Textarea {...register("secretHeaders")} rows={2} autoComplete="off" spellCheck={false} />
        </Field>
      ) : null}
    </>
  );
}
