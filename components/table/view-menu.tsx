"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTRPC } from "@/components/providers/trpc";
import { viewText } from "@/components/table/asked";
import type { RegisterState } from "@/components/table/use-register";
import { Popover } from "@/components/ui/popover";
import { USUAL_VIEW } from "@/domain/table/view";
import { readerOf, viewFromParams } from "@/domain/table/view-params";

const ViewList = dynamic(() => import("@/components/table/view-list").then((loaded) => loaded.ViewList), {
  ssr: false,
});
const ViewForm = dynamic(() => import("@/components/table/view-form").then((loaded) => loaded.ViewForm), {
  ssr: false,
});

/** The name of the view, whether it has changed, and the others to choose from. */
export function ViewMenu({ register }: { register: RegisterState }) {
  const { org, at, declaration, address } = register;
  const trpc = useTRPC();
  const { data } = useQuery(trpc.view.list.queryOptions({ org, noun: declaration.noun }));
  const [asked, setAsked] = useState<"save" | "rename" | "update" | null>(null);
  const saved = data?.views.find(({ id }) => id === address.savedId);
  const base = saved ? viewFromParams(readerOf(new URLSearchParams(saved.params)), declaration) : USUAL_VIEW;
  const isChanged = viewText(address.view, declaration) !== viewText(base, declaration);
  const link = "min-h-[36px] text-accent text-note hover:underline wide:min-h-[27px]";
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <Popover
        label="choose a view"
        haspopup="menu"
        triggerClass="min-h-[36px] text-table hover:underline wide:min-h-[27px]"
        trigger={
          <span>
            <span className="font-semibold">{saved?.name ?? `All ${declaration.many}`}</span>
            {saved && !saved.mine ? <span className="text-ink-2 text-note"> by {saved.ownerName}</span> : null}
            {isChanged && saved ? <span className="text-note text-watch"> · changed</span> : null}{" "}
            <span aria-hidden="true" className="text-ink-2">
              ▾
            </span>
          </span>
        }
      >
        {(close) => (
          <ViewList
            register={register}
            data={data}
            saved={saved}
            isChanged={isChanged}
            onAsk={setAsked}
            close={close}
          />
        )}
      </Popover>
      {isChanged && !at ? (
        <>
          {saved?.mayEdit ? (
            <button type="button" className={link} onClick={() => setAsked("update")}>
              Save
            </button>
          ) : null}
          <button type="button" className={link} onClick={() => setAsked("save")}>
            {saved ? "Save as…" : "Save view…"}
          </button>
          {saved ? (
            <button type="button" className={link} onClick={() => address.open(saved, false)}>
              Reset
            </button>
          ) : null}
        </>
      ) : null}
      {asked ? <ViewForm register={register} what={asked} saved={saved} onClose={() => setAsked(null)} /> : null}
    </div>
  );
}
