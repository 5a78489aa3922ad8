import type { PartProps } from "@/components/connection/form-parts";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input } from "@/components/ui/field";

type Props = Pick<PartProps, "form" | "errors">;

/** Which labels name the model and its version, wherever values carry labels. */
export function LabelFields({ form: { register }, errors, window }: Props & { window: boolean }) {
  return (
    <>
      <Field label="Label of the model" error={errors.modelLabel?.message}>
        <Input {...register("modelLabel")} />
      </Field>
      <Field label="Label of the version" error={errors.versionLabel?.message}>
        <Input {...register("versionLabel")} />
      </Field>
      {window ? (
        <Field label="Label of the window" error={errors.windowLabel?.message}>
          <Input {...register("windowLabel")} />
        </Field>
      ) : null}
      <Field
        label="Model of values without that label"
        hint="Empty: they are left out."
        error={errors.model?.message}
        optional
      >
        <Input {...register("model")} />
      </Field>
      <Checkbox {...register("splitByVersion")} className="self-end pb-1.5">
        Keep versions apart as measures of their own
      </Checkbox>
    </>
  );
}

/** Which registered models of a tracking server are read, and by what. */
export function MlflowFields({ form: { register }, errors }: Props) {
  return (
    <>
      <Field
        label="Registered models"
        hint="Names, separated by commas. Empty: all."
        error={errors.models?.message}
        optional
      >
        <Input {...register("models")} />
      </Field>
      <Field
        label="Monitoring experiments"
        hint="Ids of experiments whose runs carry later figures."
        error={errors.experiments?.message}
        optional
      >
        <Input {...register("experiments")} />
      </Field>
      <Field label="Tag that names the model" hint="On runs of those experiments." error={errors.modelTag?.message}>
        <Input {...register("modelTag")} />
      </Field>
    </>
  );
}
