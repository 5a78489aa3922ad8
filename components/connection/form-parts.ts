import type { Control, FieldErrors, UseFormGetValues, UseFormRegister, UseFormSetValue } from "react-hook-form";
import type { ConnectionValues } from "@/components/connection/form-values";

/** What the parts of the form share. */
export type FormParts = {
  register: UseFormRegister<ConnectionValues>;
  control: Control<ConnectionValues>;
  setValue: UseFormSetValue<ConnectionValues>;
  getValues: UseFormGetValues<ConnectionValues>;
};

export type PartProps = {
  org: string;
  connectionId: string | undefined;
  values: ConnectionValues;
  form: FormParts;
  errors: FieldErrors<ConnectionValues>;
};
