"use client";

import { useState } from "react";
import { type DocumentFile, fileAddress } from "@/components/document/shape";
import { Button, LinkButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

/** A picture, or a PDF in the browser's own viewer. Pictures are drawn by the browser and run nothing. */
export function PreviewDialog({
  org,
  file,
  name,
  at,
  onClose,
}: {
  org: string;
  file: DocumentFile;
  name: string;
  at: string | null;
  onClose: () => void;
}) {
  const [broken, setBroken] = useState(false);
  const address = fileAddress(org, file.id, at);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={name}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <LinkButton tone="primary" href={address} download>
            Download
          </LinkButton>
        </>
      }
    >
      {file.preview === "image" && !broken ? (
        // biome-ignore lint/performance/noImgElement: a person's file behind a session, which no image service may keep
        <img
          src={address}
          alt={name}
          className="mx-auto max-h-[60vh] max-w-full border border-rule"
          onError={() => setBroken(true)}
        />
      ) : null}
      {file.preview === "pdf" ? (
        <iframe
          src={`${fileAddress(org, file.id, at, "preview")}#navpanes=0&view=FitH`}
          title={name}
          className="h-[60vh] w-full border border-rule"
        />
      ) : null}
      {broken ? <p role="alert">This picture could not be shown. Download it to look at it.</p> : null}
    </Dialog>
  );
}
