import { Status, type StatusKind } from "@/components/ui/status";
import { PACK_WORDS, type PackStatus as State } from "@/domain/pack/state";

const KINDS: Record<State, StatusKind> = { building: "stale", ready: "good", failed: "bad" };

/** Where a pack is between asked for and ready: shape and word. */
export function PackStatus({ status }: { status: State }) {
  return <Status status={KINDS[status]}>{PACK_WORDS[status]}</Status>;
}
