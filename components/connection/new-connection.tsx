"use client";

import { ConnectionForm } from "@/components/connection/connection-form";
import { Crumbs } from "@/components/shell/crumbs";
import { Headline } from "@/components/ui/headline";

export function NewConnection({ org }: { org: string }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <Crumbs trail={[{ label: "New" }]} />
      <Headline
        title="Connect a platform."
        lead="Models and their measures appear by themselves, and every figure keeps where it came from. Only reading is ever asked for."
      />
      <ConnectionForm org={org} />
    </div>
  );
}
