import type { Sending } from "@/components/document/use-sending";
import { Button } from "@/components/ui/button";

/** One file on its way: how much has gone, a way to stop it, and why it was not taken. */
export function SendingLine({ sending: { name, share, fault, cancel } }: { sending: Sending }) {
  const percent = Math.round(share * 100);
  if (fault)
    return (
      <div role="alert" className="mt-2 flex items-start justify-between gap-3 border-bad border-l-2 pl-3 text-table">
        <p className="wrap-anywhere min-w-0">
          <span className="font-medium">{name} was not taken.</span> <span className="text-bad">{fault}</span>
        </p>
        <Button size="small" tone="quiet" onClick={cancel}>
          Close
        </Button>
      </div>
    );
  return (
    <div className="mt-2 flex items-center justify-between gap-3 text-table">
      <div className="min-w-0 flex-1">
        <p className="flex justify-between gap-3">
          <span className="truncate">{percent < 100 ? `Sending ${name}` : `Checking ${name}`}</span>
          <span className="tabular text-ink-2">{percent}&#8239;%</span>
        </p>
        <div
          role="progressbar"
          aria-label={`Sending ${name}`}
          aria-valuenow={percent}
          aria-valuemin={0}
          aria-valuemax={100}
          className="mt-1 h-[3px] bg-rule"
        >
          <div className="h-full bg-ink" style={{ width: `${percent}%` }} />
        </div>
      </div>
      <Button size="small" onClick={cancel}>
        Cancel
      </Button>
    </div>
  );
}
