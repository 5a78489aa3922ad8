import { expect, test } from "vitest";
import { networkOf } from "./network";

test("addresses of one /64 are one, however they are written; others are not", () => {
  const one = "2001:db8:0:1::/64";
  for (const address of [
    "2001:db8:0:1::1",
    "2001:DB8::1:ffff:0:0:9",
    "2001:0db8:0000:0001:0:0:0:0",
    "2001:db8:0:1::%eth0",
  ])
    expect(networkOf(address)).toBe(one);
  expect(networkOf("2001:db8:0:2::1")).toBe("2001:db8:0:2::/64");
  expect(networkOf("::1")).toBe("0:0:0:0::/64");
  expect(networkOf("fe80::1")).toBe("fe80:0:0:0::/64");
});

test("IPv4 stands for itself, written as IPv6 too; what is no address is left as it is", () => {
  expect(networkOf("192.0.2.7")).toBe("192.0.2.7");
  expect(networkOf("::ffff:192.0.2.7")).toBe("192.0.2.7");
  expect(networkOf("0:0:0:0:0:FFFF:192.0.2.7")).toBe("192.0.2.7");
  for (const text of ["unknown", "", "1::2::3", "1:2:3", "g::1", "1:2:3:4:5:6:7:8:9"])
    expect(networkOf(text)).toBe(text);
});
