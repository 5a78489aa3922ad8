"use client";

import dynamic from "next/dynamic";
import type { MoreExports } from "@/components/table/export-list";
import type { RegisterState } from "@/components/table/use-register";
import { Popover } from "@/components/ui/popover";

const ExportList = dynamic(() => import("@/components/table/export-list").then((loaded) => loaded.ExportList), {
  ssr: false,
});

/** What is seen, taken elsewhere. */
export function ExportMenu({ register, more }: { register: RegisterState; more: MoreExports | undefined }) {
  return (
    <Popover
      label={`export ${register.declaration.many}`}
      align="end"
      haspopup="menu"
      triggerClass="h-[44px] shrink-0 rounded-control border border-rule bg-sheet px-3 font-semibold text-table hover:border-line wide:h-[33px]"
      trigger={
        <>
          Export <span aria-hidden="true">▾</span>
        </>
      }
    >
      {(close) => <ExportList register={register} more={more} close={close} />}
    </Popover>
  );
}
