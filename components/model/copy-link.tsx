"use client";

import { notify } from "@/components/ui/toast";

/** Copies the address of the page as it is seen: model, measure, point and day. */
export function CopyLink() {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      await notify({ message: "The link to this point is copied." });
    } catch {
      await notify({ message: "The browser does not allow copying. Take the address from its bar.", tone: "bad" });
    }
  };
  return (
    <button
      type="button"
      className="min-h-6 text-accent underline-offset-2 hover:underline"
      onClick={() => void copy()}
    >
      Copy link
    </button>
  );
}
