import { crc32, deflateSync } from "node:zlib";

/** A one-page PDF of plain text, A4, in a face every reader has. */
export function pdfOf(lines: readonly string[]): Buffer {
  const plain = (line: string) => line.replaceAll(/[^\x20-\x7e]/g, "-").replaceAll(/[\\()]/g, "\\$&");
  const text = lines.map((line, at) => `/F1 ${at === 0 ? 18 : 11} Tf (${plain(line)}) Tj 0 -${at === 0 ? 30 : 18} Td`);
  const content = `BT 56 770 Td ${text.join("\n")} ET`;
  const bodies = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let file = "%PDF-1.4\n";
  const places = bodies.map((body, at) => {
    const place = file.length;
    file += `${at + 1} 0 obj\n${body}\nendobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const table = `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${places.join("")}`;
  return Buffer.from(
    `${file}${table}trailer\n<< /Size ${bodies.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`,
    "latin1",
  );
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

const [WIDTH, HEIGHT, GAP] = [480, 200, 4];
const [PAPER, INK, FLOOR] = [250, 40, 150]; // shades of grey

/** A PNG of bars, one a share from 0 to 1, with a line across at `floor`. */
export function barsOf(shares: readonly number[], floor: number): Buffer {
  const step = WIDTH / shares.length;
  const rows = Array.from({ length: HEIGHT }, (_, y) => {
    const row = Buffer.alloc(WIDTH + 1, PAPER);
    row[0] = 0; // no filter
    for (let x = 0; x < WIDTH; x += 1) {
      const share = shares[Math.floor(x / step)] ?? 0;
      if (x % step >= GAP && HEIGHT - y <= share * HEIGHT) row[x + 1] = INK;
      if (Math.abs(HEIGHT - y - floor * HEIGHT) < 1 && x % 8 < 5) row[x + 1] = FLOOR;
    }
    return row;
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head.set([8, 0, 0, 0, 0], 8); // eight bits of grey
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
