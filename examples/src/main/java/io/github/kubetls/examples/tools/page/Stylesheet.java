package io.github.kubetls.examples.tools.page;

/** How all pages look, by day and by night. HTML and XML read it alike, for it has neither ampersands nor angle brackets. */
final class Stylesheet {

    static final String CSS = """

            :root {
              color-scheme: light dark;
              --paper: #faf8f4; --card: #ffffff; --ink: #1d2530; --soft: #5b6572; --line: #e6e2da;
              --main: #2c6592; --tint: #dce8f2; --on-main: #ffffff;
            }
            @media (prefers-color-scheme: dark) {
              :root {
                --paper: #11151b; --card: #191f27; --ink: #e7eaee; --soft: #9aa5b3; --line: #2c343f;
                --main: #77b2e0; --tint: #23394c; --on-main: #11151b;
              }
            }
            * { box-sizing: border-box; }
            body {
              margin: 0; background: var(--paper); color: var(--ink);
              font: 16px/1.55 -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
              font-variant-numeric: tabular-nums;
            }
            main { max-width: 860px; margin: 0 auto; padding: 56px 24px 72px; }
            .over { margin: 0 0 8px; color: var(--soft); font-size: 13px; letter-spacing: .08em; text-transform: uppercase; }
            h1 { margin: 0; text-wrap: balance; font-size: 38px; line-height: 1.15; font-weight: 650; letter-spacing: -.02em; }
            .under { margin: 12px 0 0; color: var(--soft); font-size: 17px; }
            section { margin-top: 56px; }
            h2 { margin: 0 0 4px; font-size: 21px; font-weight: 620; letter-spacing: -.01em; }
            .lead { margin: 0 0 18px; max-width: 66ch; color: var(--soft); }
            .scroll { overflow-x: auto; }
            svg { display: block; width: 100%; height: auto; font-size: 12.5px; overflow: visible; }
            svg text { fill: var(--soft); }
            svg .strong { fill: var(--ink); font-weight: 600; }
            .axis { stroke: var(--soft); }
            table { width: 100%; border-collapse: collapse; font-size: 14.5px; margin-top: 14px; }
            th, td { padding: 7px 0 7px 18px; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap;
              font-weight: 400; }
            thead th { color: var(--soft); font-size: 13px; vertical-align: bottom; }
            th:first-child { padding-left: 0; text-align: left; }
            .who { color: var(--soft); font-size: 13px; display: block; line-height: 1.3; }
            details { margin-top: 14px; font-size: 14.5px; }
            summary { cursor: pointer; color: var(--main); }
            .run { display: grid; grid-template-columns: max-content 1fr; gap: 6px 28px; margin: 14px 0 0; font-size: 14.5px; }
            .run dt { color: var(--soft); }
            .run dd { margin: 0; overflow-wrap: anywhere; }
            @media (max-width: 560px) {
              main { padding: 32px 16px 48px; }
              h1 { font-size: 29px; }
            }
            @media print { body { background: none; } main { padding: 0; } }
            """;

    private Stylesheet() {}
}
