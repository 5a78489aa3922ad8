/** What went wrong with a form as a whole, read out at once. */
export function FormError({ message }: { message: string | undefined }) {
  if (!message) return null;
  return (
    <p role="alert" className="border-bad border-l-2 pl-3 font-medium text-bad text-table">
      {message}
    </p>
  );
}
