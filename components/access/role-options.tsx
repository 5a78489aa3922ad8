import { ROLE_LABELS, ROLES } from "@/domain/access/permission";

/** Every role, as a select offers them. */
export const RoleOptions = () =>
  ROLES.map((role) => (
    <option key={role} value={role}>
      {ROLE_LABELS[role]}
    </option>
  ));
