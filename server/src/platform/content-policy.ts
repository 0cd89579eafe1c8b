import type { SignupApp } from "./config.ts";

/** Where Meta's script for signing in comes from and whom it talks to. */
const FACEBOOK = {
  script: "https://connect.facebook.net",
  hosts: ["https://www.facebook.com", "https://web.facebook.com"],
};

/**
 * Content Security Policy: our own scripts only, and Meta's where this installation lets people sign in to Facebook; the demo's phone is
 * the one page of others that may be framed.
 */
export function policies(options: {
  phoneUrl: string | null;
  signup?: SignupApp | null;
}): Record<string, string[]> {
  const { script, hosts } = FACEBOOK;
  const framed = [
    ...(options.phoneUrl ? [new URL(options.phoneUrl).origin] : []),
    ...(options.signup ? hosts : []),
  ];
  const frame = framed.length > 0 ? framed : ["'none'"];
  return {
    "default-src": ["'self'"],
    "script-src": ["'self'", ...(options.signup ? [script] : [])],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "media-src": ["'self'", "blob:"],
    "connect-src": ["'self'", ...(options.signup ? hosts : [])],
    "frame-src": frame,
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'"],
  };
}
