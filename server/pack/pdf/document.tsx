import { Canvas, Document, Page } from "@react-pdf/renderer";
import type { PackData } from "../data";
import { type LaidPage, paperOf } from "./frame";
import { paint } from "./paint";

/** The file: its dates are the as-of instant, its producer does not depend on where it was made. */
export function PackDocument({ data, pages }: { data: PackData; pages: readonly LaidPage[] }) {
  const { width, height } = paperOf(data.paper);
  const asOf = new Date(data.asOf);
  return (
    <Document
      title={`${data.title} ${data.number}`}
      author={data.organisation.name}
      subject={`${data.forum}, data as of ${data.asOf}`}
      keywords={data.template}
      creator="Portolan"
      producer="Portolan"
      creationDate={asOf}
      modificationDate={asOf}
      language="en"
      pdfVersion="1.7"
    >
      {pages.map((page, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pages are made once and never reordered
        <Page key={index} size={[width, height]} {...(page.bookmark ? { bookmark: page.bookmark } : {})}>
          <Canvas
            style={{ position: "absolute", top: 0, left: 0, width, height: height - 1 }}
            paint={(painter) => paint(painter, page.marks)}
          />
        </Page>
      ))}
    </Document>
  );
}
