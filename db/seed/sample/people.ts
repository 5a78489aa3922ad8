import type { Role } from "@/domain/access/permission";

/** Fictional people of a fictional health system. The first of each role has a sample account. */
export const PEOPLE: readonly (readonly [key: string, name: string, role: Role])[] = [
  ["okafor", "Maren Okafor", "pmo"],
  ["brandt", "Dr. Hanne Brandt", "executive"],
  ["lindqvist", "Tove Lindqvist", "admin"],
  ["adeyemi", "Dr. Rotimi Adeyemi", "owner"],
  ["varga", "Nora Varga", "validator"],
  ["marsh", "Theo Marsh", "mlops"],
  ["whitlock", "Sian Whitlock", "finance"],
  ["pereira", "Ines Pereira", "auditor"],
  ["sato", "Ken Sato", "viewer"],
  ["calder", "Jonah Calder", "owner"],
  ["osei", "Kwame Osei", "owner"],
  ["nakano", "Priya Nakano", "owner"],
  ["storm", "Elke Storm", "owner"],
  ["duarte", "Caio Duarte", "owner"],
  ["hallam", "Bryn Hallam", "owner"],
  ["kova", "Dr. Irena Kova", "owner"],
  ["hart", "Lucia Hart", "owner"],
  ["ferris", "Dana Ferris", "owner"],
  ["tran", "Minh Tran", "owner"],
  ["lind", "Asa Lind", "owner"],
  ["ruiz", "Noemi Ruiz", "owner"],
  ["vance", "Henrik Vance", "owner"],
  ["moreau", "Dr. Lise Moreau", "executive"],
  ["reyes", "Joao Reyes", "mlops"],
];
export type PersonKey = string;
