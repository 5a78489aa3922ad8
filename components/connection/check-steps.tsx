import type { CheckSteps } from "@/components/connection/shape";
import { StatusGlyph } from "@/components/ui/status";

/** What a test came to, step by step; the first step that failed says why. */
export function CheckStepList({ steps, ok }: { steps: CheckSteps; ok: boolean }) {
  return (
    <div role="status">
      <p className="font-serif text-sentence">
        {ok ? "It works: the connection can be saved." : "It does not work yet; nothing is saved."}
      </p>
      <ol className="mt-2 grid gap-1.5">
        {steps.map(({ step, ok: passed, detail }) => (
          <li key={step} className="grid grid-cols-[14px_minmax(0,1fr)] items-baseline gap-x-1.5 text-table">
            <StatusGlyph status={passed ? "good" : "bad"} label={passed ? "passed" : "failed"} />
            <span className="min-w-0">
              <span className="font-medium">{step}</span>
              <span className={passed ? "wrap-anywhere block text-ink-2" : "wrap-anywhere block text-bad"}>
                {detail}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
