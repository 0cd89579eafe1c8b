import { describe, expect, it } from "vitest";
import { isPublicAddress } from "../../platform/public-address.ts";
import { makersPost } from "./push-post.ts";

describe("where notices may go", () => {
  it.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "fe80::1",
    "fd00::1",
    "2002:7f00:1::",
    "2001:db8::1",
    "64:ff9b::7f00:1",
  ])("is not %s", (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(["142.250.79.10", "172.32.0.1", "9.255.255.255", "2607:f8b0:4008::200a"])("may be %s", (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );

  const answering = (...addresses: string[]) =>
    makersPost((_host, _options, done) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      ),
    );
  const to = (endpoint: string) => ({ endpoint, headers: {}, body: new Uint8Array() });

  it("is no inner address, whatever a maker's name is made to lead to", async () => {
    for (const addresses of [["127.0.0.1"], ["142.250.79.10", "10.0.0.1"], ["::1"]])
      await expect(answering(...addresses)(to("https://fcm.googleapis.com/fcm/send/x"))).rejects.toThrow(
        "host_not_public",
      );
  });

  it("is no host that is not a maker's, even when it was kept as an address", async () => {
    for (const endpoint of [
      "https://evil.example/x",
      "http://fcm.googleapis.com/x",
      "https://fcm.googleapis.com:1/x",
    ])
      await expect(answering("142.250.79.10")(to(endpoint))).rejects.toThrow("push_host_not_allowed");
  });
});
