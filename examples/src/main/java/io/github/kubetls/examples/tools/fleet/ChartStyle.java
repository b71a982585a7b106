package io.github.kubetls.examples.tools.fleet;

/** What a report adds to the look of a page: tiles with figures, and charts. */
final class ChartStyle {

    static final String CSS = """

            :root {
              --slow: #b3611a; --on-dark: #ffffff; --on-light: #1d2530;
              --part0: #153c5e; --part1: #2c6592; --part2: #5590bf; --part3: #8db7d8; --part4: #bfd8eb; --rest: #dcd7cd;
            }
            @media (prefers-color-scheme: dark) {
              :root {
                --slow: #e5a15f; --on-dark: #11151b; --on-light: #e7eaee;
                --part0: #c7e0f4; --part1: #9ac8ea; --part2: #6aa5d2; --part3: #457fab; --part4: #2c5a80; --rest: #3a434f;
              }
            }
            .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 1px; margin: 36px 0 0;
              padding: 0; background: var(--line); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
            .tiles div { background: var(--card); padding: 18px 20px 16px; }
            .tiles dt { color: var(--soft); font-size: 13px; }
            .tiles dd { margin: 2px 0 0; font-size: 28px; line-height: 1.2; font-weight: 600; letter-spacing: -.015em; }
            .tiles small { display: block; color: var(--soft); font-size: 13px; font-weight: 400; letter-spacing: 0; }
            svg { min-width: 600px; }
            svg .slow { fill: var(--slow); font-weight: 600; }
            .grid { stroke: var(--line); }
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
            .meter { display: block; width: 150px; height: 9px; background: var(--line); border-radius: 5px; overflow: hidden; }
            .meter span { display: block; height: 100%; background: var(--main); }
            @media print { details { display: none; } }
            """;

    private ChartStyle() {}
}
