import type { RegisterNoun } from "@/domain/table/column";
import { initiativeRegister } from "../initiative/register/columns";
import { memberRegister } from "../member/register/columns";
import { modelRegister } from "../model/register/columns";
import { assumptionRegister } from "../risk/assumption/columns";
import { issueRegister } from "../risk/issue/columns";
import { raidRegister } from "../risk/raid/columns";
import { riskRegister } from "../risk/register/columns";
import type { ServerRegister } from "./register";

/** Every register by its noun, for what speaks of any of them: exports and saved views. */
export const registers: Readonly<Record<RegisterNoun, ServerRegister<unknown>>> = {
  initiative: initiativeRegister,
  model: modelRegister,
  member: memberRegister,
  risk: riskRegister,
  assumption: assumptionRegister,
  issue: issueRegister,
  raid: raidRegister,
};
