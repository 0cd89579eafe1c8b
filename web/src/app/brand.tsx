import type { ReactElement } from "react";

/** Balcão's mark: a balloon resting on a counter. */
export function Brand({ size = 32 }: { size?: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" role="img" aria-label="Balcão">
      <path
        d="M12 25C12 15.6 20.2 9 32 9s20 6.6 20 16-8.2 16-20 16c-1.8 0-3.5-.2-5.100-.5L17 46.5v-9.300C13.900 34.200 12 29.900 12 25Z"
        fill="#3fc2ac"
      />
      <rect x="8" y="50" width="48" height="6" rx="3" fill="#e7efed" />
    </svg>
  );
}
