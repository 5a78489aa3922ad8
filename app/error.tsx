"use client";

import { PageError } from "@/components/shell/page-error";

type Props = { error: Error & { digest?: string }; retry: () => void };

/** Catches what no part of a page caught. The digest finds the failure in the server's log. */
export default function RootError({ error, retry }: Props) {
  return (
    <main className="mx-auto max-w-[720px] px-[18px] pt-[12vh] wide:px-9">
      <PageError digest={error.digest} retry={retry} />
    </main>
  );
}
