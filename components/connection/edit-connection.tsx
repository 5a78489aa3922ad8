"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ConnectionForm } from "@/components/connection/connection-form";
import { useTRPC } from "@/components/providers/trpc";
import { Crumbs } from "@/components/shell/crumbs";
import { Headline } from "@/components/ui/headline";

/** Keeps the row it was opened with, so that a save of somebody else meets a conflict and not a form that changed. */
export function EditConnection({ org, id }: { org: string; id: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.connection.get.queryOptions({ org, connectionId: id }));
  const [held] = useState(data);
  if (!held) return null; // the page has fetched it
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <Crumbs trail={[{ label: held.name, href: `/${org}/connections/${held.id}` }, { label: "Edit" }]} />
      <Headline
        title={`Change how ${held.name} is asked.`}
        lead="What it brought so far stays. Saving polls it at once, and ends a rest after failures."
      />
      {data && data.version !== held.version ? (
        <p role="alert" className="border-watch border-l-2 pl-3 font-medium text-table">
          Somebody saved this connection meanwhile. What you typed stays; saving shows both values where you differ.
        </p>
      ) : null}
      <ConnectionForm org={org} held={held} />
    </div>
  );
}
