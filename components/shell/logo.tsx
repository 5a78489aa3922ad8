export function Logo() {
  return (
    <span className="flex items-center gap-2.5">
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <circle cx="10" cy="10" r="8.6" fill="none" stroke="currentColor" strokeWidth="1.3" />
        <path d="M10 2.6 11.5 8.5 17.4 10 11.5 11.5 10 17.4 8.5 11.5 2.6 10 8.5 8.5Z" fill="currentColor" />
      </svg>
      <span className="font-semibold font-serif text-[1.1875rem] leading-none">Portolan</span>
    </span>
  );
}
