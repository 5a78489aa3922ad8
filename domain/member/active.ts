/** Asks for the members with access, counted by role; answered with how many members there are at all. */
export const ACTIVE_BY_ROLE = {
  group: "role",
  filter: { column: "state", op: "is" as const, values: ["active"] },
};
