import { HeadlineSkeleton, TableSkeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div className="grid gap-6">
      <HeadlineSkeleton />
      <TableSkeleton rows={8} columns={7} />
    </div>
  );
}
