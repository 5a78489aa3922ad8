/** Heads of a plain table, absent when narrow: there each row says its own words. `right`: heads over numbers. */
export const PlainHeads = ({ heads, right = [] }: { heads: readonly string[]; right?: readonly string[] }) => (
  <thead className="hidden wide:table-header-group">
    <tr className="h-[30px]">
      {heads.map((head) => (
        <th
          key={head}
          scope="col"
          className={`border-rule border-b px-1.5 font-medium text-ink-2 text-label ${right.includes(head) ? "text-right" : "text-left"}`}
        >
          {head}
        </th>
      ))}
    </tr>
  </thead>
);
