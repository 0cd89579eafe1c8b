import fc from "fast-check";

/** Any string of UTF-16 units, halves of characters included (fast-check's own `binary` unit takes seconds to set up). */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.nat(0xff), fc.nat(0xffff)))
  .map((units) => String.fromCharCode(...units));
