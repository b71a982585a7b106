package io.github.kubetls.examples.tools.fleet;

/** How a report looks, by day and by night. HTML and XML read it alike, for it has neither ampersands nor angle brackets. */
final class Stylesheet {

    static final String CSS = """

            :root {
              color-scheme: light dark;
              --paper: #faf8f4; --card: #ffffff; --ink: #1d2530; --soft: #5b6572; --line: #e6e2da;
              --main: #2c6592; --tint: #dce8f2; --slow: #b3611a;
              --part0: #153c5e; --part1: #2c6592; --part2: #5590bf; --part3: #8db7d8; --part4: #bfd8eb; --rest: #dcd7cd;
              --on-dark: #ffffff; --on-light: #1d2530;
            }
            @media (prefers-color-scheme: dark) {
              :root {
                --paper: #11151b; --card: #191f27; --ink: #e7eaee; --soft: #9aa5b3; --line: #2c343f;
                --main: #77b2e0; --tint: #23394c; --slow: #e5a15f;
                --part0: #c7e0f4; --part1: #9ac8ea; --part2: #6aa5d2; --part3: #457fab; --part4: #2c5a80; --rest: #3a434f;
                --on-dark: #11151b; --on-light: #e7eaee;
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
            .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 1px; margin: 36px 0 0;
              padding: 0; background: var(--line); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
            .tiles div { background: var(--card); padding: 18px 20px 16px; }
            .tiles dt { color: var(--soft); font-size: 13px; }
            .tiles dd { margin: 2px 0 0; font-size: 28px; line-height: 1.2; font-weight: 600; letter-spacing: -.015em; }
            .tiles small { display: block; color: var(--soft); font-size: 13px; font-weight: 400; letter-spacing: 0; }
            section { margin-top: 56px; }
            h2 { margin: 0 0 4px; font-size: 21px; font-weight: 620; letter-spacing: -.01em; }
            .lead { margin: 0 0 18px; max-width: 66ch; color: var(--soft); }
            .scroll { overflow-x: auto; }
            svg { display: block; width: 100%; min-width: 600px; height: auto; font-size: 12.5px; overflow: visible; }
            svg text { fill: var(--soft); }
            svg .strong { fill: var(--ink); font-weight: 600; }
            svg .slow { fill: var(--slow); font-weight: 600; }
            .grid { stroke: var(--line); }
            .axis { stroke: var(--soft); }
            .marker { stroke: var(--ink); stroke-dasharray: 2 3; }
            .bar { fill: var(--main); }
            .area { fill: var(--tint); }
            svg path.curve { fill: none; stroke: var(--main); stroke-width: 2; stroke-linejoin: round; }
            svg path.slow { stroke: var(--slow); stroke-width: 1.5; }
            .part0 { fill: var(--part0); background: var(--part0); } .part1 { fill: var(--part1); background: var(--part1); }
            .part2 { fill: var(--part2); background: var(--part2); } .part3 { fill: var(--part3); background: var(--part3); }
            .part4 { fill: var(--part4); background: var(--part4); } .rest { fill: var(--rest); background: var(--rest); }
            svg .on-part0, svg .on-part1, svg .on-part2 { fill: var(--on-dark); font-weight: 600; }
            svg .on-part3, svg .on-part4, svg .on-rest { fill: var(--on-light); font-weight: 600; }
            .swatch { display: inline-block; width: 11px; height: 11px; margin-right: 9px; border-radius: 3px; }
            table { width: 100%; border-collapse: collapse; font-size: 14.5px; margin-top: 14px; }
            th, td { padding: 7px 0 7px 18px; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap;
              font-weight: 400; }
            thead th { color: var(--soft); font-size: 13px; vertical-align: bottom; }
            th:first-child { padding-left: 0; text-align: left; }
            .who { color: var(--soft); font-size: 13px; display: block; line-height: 1.3; }
            .meter { display: block; width: 150px; height: 9px; background: var(--line); border-radius: 5px; overflow: hidden; }
            .meter span { display: block; height: 100%; background: var(--main); }
            details { margin-top: 14px; font-size: 14.5px; }
            summary { cursor: pointer; color: var(--main); }
            .run { display: grid; grid-template-columns: max-content 1fr; gap: 6px 28px; margin: 14px 0 0; font-size: 14.5px; }
            .run dt { color: var(--soft); }
            .run dd { margin: 0; overflow-wrap: anywhere; }
            @media (max-width: 560px) {
              main { padding: 32px 16px 48px; }
              h1 { font-size: 29px; }
            }
            @media print { body { background: none; } main { padding: 0; } details { display: none; } }
            """;

    private Stylesheet() {}
}
