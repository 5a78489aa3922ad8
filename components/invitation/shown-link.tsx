"use client";

import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";

/** A link that is shown once, to be copied and sent by whatever way people trust. */
export function ShownLink({ path }: { path: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<boolean | null>(null);
  const href = new URL(path, window.location.origin).href;
  const copy = async () => {
    input.current?.select();
    try {
      await navigator.clipboard.writeText(href);
      setCopied(true);
    } catch {
      setCopied(false); // no secure context or no permission: the link is selected
    }
  };
  return (
    <Field label="The link" hint="It is shown this once. Whoever holds it can join in the person’s place.">
      <div className="flex gap-2">
        <Input ref={input} readOnly value={href} onFocus={(event) => event.target.select()} className="font-mono" />
        <Button tone="primary" onClick={() => void copy()}>
          {copied ? "Copied" : "Copy"}
        </Button>
      </div>
      <p role="status" className="mt-1 text-ink-2 text-note">
        {copied === false ? "The link is selected: copy it with Ctrl or ⌘ and C." : ""}
      </p>
    </Field>
  );
}
