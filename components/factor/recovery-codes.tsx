"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";

/** Shown this once: what opens the account when the authenticator is lost. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(codes.join("\n"));
      setCopied(true);
    } catch {
      setCopied(false); // no secure context or no permission
    }
  };
  return (
    <div className="grid justify-items-start gap-3">
      <p className="text-table">
        Keep these codes where you keep papers. Each opens your account once when your authenticator is lost; they are
        shown this once.
      </p>
      <ul aria-label="Recovery codes" className="grid grid-cols-2 gap-x-6 gap-y-1 font-mono text-table">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Button onClick={() => void copy()}>{copied ? "Copied" : "Copy"}</Button>
      <p role="status" className="text-ink-2 text-note">
        {copied === false ? "They could not be copied: select them instead." : ""}
      </p>
    </div>
  );
}
