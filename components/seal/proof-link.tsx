"use client";

import { useMay } from "@/components/providers/use-shell";
import { TextLink } from "@/components/ui/section";

/** For those who may read the seals: from a record to the proofs of its versions. Nothing for anybody else. */
export function ProofLink({ org, id }: { org: string; id: string }) {
  const mayRead = useMay(org)("seal:read");
  return mayRead ? <TextLink href={`/${org}/settings/seal?record=${id}#proof`}>Proof of its versions</TextLink> : null;
}
