/** The word mark: the stems of d and b are a pause sign, and the second one stays lit. */
export function Logo({ height = 21 }: { height?: number }) {
  return (
    <svg viewBox="2 0 210 60" height={height} width={height * 3.5} role="img" aria-label="Standby">
      <g fill="none" stroke="currentColor" strokeWidth="6.4">
        <path d="M22.6 24.3C21.3 21.5 18.4 20 14.6 20c-4.6 0-7.6 2.2-7.6 5.6 0 8.6 16.6 3.2 16.6 12 0 3.8-3.4 6.2-8.5 6.2-4.7 0-8-1.9-9.3-5.3" />
        <path d="M34.6 10.5v26.2c0 4.2 2.1 6.4 6 6.4h4M28.5 20.2h15.6" />
        <circle cx="62" cy="32" r="11.8" />
        <path d="M73.8 17v30" />
        <path d="M86 47V17M86 30.4c0-6.4 4-10.4 9.6-10.4 5.8 0 9.2 3.8 9.2 10.2V47" />
        <circle cx="127" cy="32" r="11.8" />
      </g>
      <rect x="135.6" y="2" width="6.4" height="45" fill="currentColor" />
      <g fill="none" stroke="currentColor" strokeWidth="6.4">
        <circle cx="164.6" cy="32" r="11.8" />
        <path d="M184.4 17l11.4 28.6M207.6 17l-13.4 33.4c-1.5 3.8-3.8 5.6-7.4 5.6h-3.6" />
      </g>
      <rect x="149.6" y="2" width="6.4" height="45" fill="var(--lamp)" />
    </svg>
  );
}
