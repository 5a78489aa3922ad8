import { Body } from "@react-email/body";
import { Button } from "@react-email/button";
import { Container } from "@react-email/container";
import { Head } from "@react-email/head";
import { Html } from "@react-email/html";
import { Preview } from "@react-email/preview";
import { Text } from "@react-email/text";
import type { ReactNode } from "react";

const INK = "#1c1b19";
const SERIF = "Georgia, 'Times New Roman', serif";
const SANS = "'Inter', 'Helvetica Neue', Arial, sans-serif";

/** Ink on paper: a serif sentence, what to do, and why one got this. */
export function Layout({
  title,
  action,
  footer,
  children,
}: {
  title: string;
  action?: { label: string; href: string };
  /** Why this mail came and what to do when it should not have. */
  footer: string;
  children: ReactNode;
}) {
  return (
    <Html lang="en">
      <Head />
      <Preview>{title}</Preview>
      <Body style={{ margin: 0, backgroundColor: "#ffffff", color: INK, fontFamily: SANS }}>
        <Container style={{ maxWidth: "560px", padding: "32px 20px" }}>
          <Text style={{ margin: 0, fontFamily: SERIF, fontSize: "24px", lineHeight: "31px" }}>{title}</Text>
          {children}
          {action ? (
            <Button
              href={action.href}
              style={{
                backgroundColor: INK,
                color: "#ffffff",
                borderRadius: "4px",
                fontSize: "15px",
                fontWeight: 500,
                padding: "10px 16px",
              }}
            >
              {action.label}
            </Button>
          ) : null}
          <Text
            style={{
              margin: "28px 0 0",
              borderTop: "1px solid #d8d4cc",
              paddingTop: "12px",
              color: "#5d5952",
              fontSize: "13px",
              lineHeight: "19px",
            }}
          >
            {footer}
          </Text>
        </Container>
      </Body>
    </Html>
  );
}

export function Paragraph({ children }: { children: ReactNode }) {
  return <Text style={{ margin: "14px 0", fontSize: "15px", lineHeight: "23px" }}>{children}</Text>;
}
