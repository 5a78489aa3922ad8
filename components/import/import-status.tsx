import type { ImportDetail } from "@/components/import/shape";
import { Status, type StatusKind } from "@/components/ui/status";

const WORDS: Record<ImportDetail["status"], { status: StatusKind; words: string }> = {
  uploaded: { status: "none", words: "not looked at" },
  planned: { status: "none", words: "dry run" },
  running: { status: "stale", words: "being written" },
  done: { status: "good", words: "imported" },
  failed: { status: "bad", words: "failed" },
  undone: { status: "none", words: "undone" },
  expired: { status: "none", words: "file removed" },
};

export function ImportStatus({ status, hasFailed }: { status: ImportDetail["status"]; hasFailed: boolean }) {
  if (status === "planned" && hasFailed) return <Status status="watch">refused</Status>;
  return <Status status={WORDS[status].status}>{WORDS[status].words}</Status>;
}
