"use client";

import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";

export function ShownToken({ token }: { token: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async () => {
    input.current?.select();
    try {
      await navigator.clipboard.writeText(token);
      setCopied(true);
    } catch {
      setCopied(false); // no secure context or no permission: the token is selected
    }
  };
  return (
    <Field
      label="The token"
      hint="Whoever holds it can do what it may do, in your name. Keep it as you keep a password."
    >
      <div className="flex gap-2">
        <Input ref={input} readOnly value={token} onFocus={(event) => event.target.select()} className="font-mono" />
        <Button tone="primary" onClick={() => void copy()}>
          {copied ? "Copied" : "Copy"}
        </Button>
      </div>
      <p role="status" className="mt-1 text-ink-2 text-note">
        {copied === false ? "The token is selected: copy it with Ctrl or ⌘ and C." : ""}
      </p>
    </Field>
  );
}
