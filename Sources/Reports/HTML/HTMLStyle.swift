/// The page's style: light and dark by the reader's system, and for paper.
enum HTMLStyle {
  static let text = """
    :root{--back:#f6f6f3;--card:#fff;--ink:#1d1f23;--soft:#5f6670;--line:#e1e2dd;--well:#f1f2ee;\
    --accent:#3353c9;--critical:#9c1f82;--high:#c3302b;--medium:#9a6200;--low:#2a6f97;--good:#257a45;\
    --mark:#ffe9a8;--shadow:0 1px 2px #0000000d,0 4px 16px #0000000a}
    @media (prefers-color-scheme:dark){:root{--back:#14161a;--card:#1c1f25;--ink:#e8e9ea;--soft:#9aa3ad;\
    --line:#2d323a;--well:#15181d;--accent:#93a9ff;--critical:#ec84d3;--high:#ff8a80;--medium:#f0b656;\
    --low:#7cc4ea;--good:#6fce93;--mark:#5b4a12;--shadow:none}}
    *{box-sizing:border-box}
    [hidden]{display:none!important}
    html{scroll-behavior:smooth;scroll-padding-top:5rem;-webkit-text-size-adjust:100%}
    body{margin:0;background:var(--back);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",\
    Roboto,"Helvetica Neue",Arial,sans-serif}
    main{overflow-x:clip;max-width:68rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
    code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
    code{overflow-wrap:anywhere}
    a{color:var(--accent);overflow-wrap:anywhere}
    h1,h2,h3,p{margin:0}
    h2{font-size:.8rem;font-weight:600;letter-spacing:.05em;text-transform:uppercase;color:var(--soft)}
    button,select,input{font:inherit;color:inherit}
    :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
    header{padding:.5rem 0 1.5rem;border-left:0}
    .brand{display:flex;align-items:center;gap:.5rem;font-weight:600;color:var(--soft);letter-spacing:.02em}
    .key{width:2rem;height:1rem;fill:var(--accent)}
    header h1{font-size:clamp(1.6rem,4.5vw,2.5rem);line-height:1.15;letter-spacing:-.02em;margin:.6rem 0 .5rem}
    header.good h1{color:var(--good)}
    header.doubt h1,header h1 em{color:var(--medium);font-style:normal}
    .about{color:var(--soft)}
    .alert{margin-top:1rem;padding:.6rem .9rem;border-radius:.5rem;background:var(--high);color:var(--card);\
    font-weight:600}
    .card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.1rem;\
    box-shadow:var(--shadow)}
    .charts{display:grid;grid-template-columns:1fr 1fr;gap:1rem;margin-bottom:1rem}
    .wide{grid-column:1/-1}
    .tiles{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.7rem}
    .tile{flex:1 1 5rem;display:flex;flex-direction:column;align-items:flex-start;gap:.1rem;\
    padding:.55rem .8rem .6rem;border:1px solid var(--line);border-top:3px solid var(--soft);border-radius:.5rem;\
    background:none;text-align:left;color:var(--soft);cursor:pointer;white-space:nowrap}
    .tile b{font-size:1.7rem;line-height:1.1;font-weight:650;color:var(--ink);font-variant-numeric:tabular-nums}
    .tile.none b{color:var(--soft);font-weight:400}
    .tile:hover,.bar:hover{background:var(--well)}
    .tile[aria-pressed=true],.bar[aria-pressed=true]{background:var(--well);box-shadow:inset 0 0 0 1px var(--accent);\
    border-color:var(--accent)}
    .tile.critical{border-top-color:var(--critical)}.tile.high,.tile.pushed{border-top-color:var(--high)}
    .tile.medium,.tile.unknown{border-top-color:var(--medium)}.tile.low,.tile.committed{border-top-color:var(--low)}
    .bars{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:.1rem 1.5rem;margin-top:.5rem}
    .bar{display:grid;grid-template-columns:minmax(0,11rem) 1fr 3.2rem;align-items:center;gap:.75rem;border:0;\
    border-radius:.35rem;background:none;padding:.25rem .4rem;text-align:left;cursor:pointer}
    .bar span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
    .bar svg{width:100%;height:.55rem;display:block;background:var(--well);border-radius:.2rem}
    .bar rect{fill:var(--accent)}
    .bar b{text-align:right;font-weight:600;font-variant-numeric:tabular-nums}
    .rest{color:var(--soft);padding:.3rem .4rem 0}
    .timeline,.repositories{margin-bottom:1rem}
    table{width:100%;border-collapse:collapse;margin-top:.5rem;font-variant-numeric:tabular-nums}
    thead th{font-size:.8rem;font-weight:400;color:var(--soft)}
    th,td{padding:.2rem .5rem;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}
    th:first-child{text-align:left;white-space:normal;overflow-wrap:anywhere;font-weight:500;min-width:10rem}
    td.none{color:var(--soft)}td.critical,td.high,td.medium,td.low{color:var(--tone);font-weight:600}
    td.pushed{color:var(--high)}
    .link{border:0;background:none;padding:0;text-align:left;overflow-wrap:anywhere}
    .js .link{cursor:pointer;color:var(--accent)}.link[aria-pressed=true]{font-weight:700}
    .timeline svg{display:block;width:100%;min-width:34rem}
    .scroll{overflow-x:auto}
    .timeline text{font-size:12px;fill:var(--soft)}
    .timeline rect.came{fill:var(--accent)}.timeline rect.gone{fill:var(--good)}
    .grid,.axis{stroke:var(--line);stroke-width:1}
    .axis{stroke:var(--soft)}
    .legend{font-weight:400;letter-spacing:0;text-transform:none;margin-left:.5rem}
    .legend span::before{content:"";display:inline-block;width:.65rem;height:.65rem;border-radius:.15rem;\
    margin:0 .35rem 0 .4rem;background:var(--accent)}
    .legend .gone::before{background:var(--good)}
    .script{display:none}.js .script{display:flex}
    #filters{position:sticky;top:0;z-index:2;flex-wrap:wrap;gap:.5rem;align-items:center;margin:0 -.75rem 1rem;\
    padding:.75rem;background:var(--back);border-bottom:1px solid var(--line)}
    #filters select,#filters input,#filters button{border:1px solid var(--line);border-radius:.45rem;\
    background:var(--card);padding:.38rem .6rem;text-overflow:ellipsis}
    #filters input{flex:1 1 18rem;min-width:0}
    .choices{flex:1 0 100%;display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.5rem}
    .choices select{width:100%;min-width:0}
    #filters button{cursor:pointer}
    #filters button:hover{border-color:var(--soft)}
    #shown{color:var(--soft);font-variant-numeric:tabular-nums;white-space:nowrap}
    #none{padding:2rem;text-align:center;color:var(--soft)}
    .finding{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--tone,var(--soft));\
    border-radius:.6rem;margin-bottom:.5rem;content-visibility:auto;contain-intrinsic-size:auto 3rem}
    .critical{--tone:var(--critical)}.high{--tone:var(--high)}.medium{--tone:var(--medium)}.low{--tone:var(--low)}
    .finding>summary{display:grid;grid-template-columns:4.6rem minmax(0,1fr) auto;gap:.1rem .8rem;align-items:baseline;\
    padding:.6rem .9rem;cursor:pointer;list-style:none}
    .finding>summary::-webkit-details-marker{display:none}
    .finding>summary:hover{background:var(--well);border-radius:.5rem}
    .badge{grid-row:1/3;font-size:.75rem;font-weight:650;color:var(--tone);text-transform:uppercase;letter-spacing:.04em}
    .title{font-weight:600;overflow-wrap:anywhere}
    .where{grid-column:2/4;color:var(--soft);overflow-wrap:anywhere}
    .redacted{margin-left:1rem;color:var(--ink)}
    .chips{display:flex;gap:.35rem;flex-wrap:wrap;justify-content:flex-end;grid-column:3;grid-row:1}
    .chip{display:inline-block;border:1px solid var(--line);border-radius:1rem;padding:0 .55rem;font-size:.8rem;\
    color:var(--soft);overflow-wrap:anywhere}
    .chip.pushed{color:var(--high);border-color:currentColor}.chip.unknown{color:var(--medium);border-color:currentColor}
    .chip.committed,.chip.staged{color:var(--low);border-color:currentColor}
    .body{padding:.1rem 1rem 1rem;border-top:1px solid var(--line)}
    .snippet,.command{margin:.8rem 0 0;padding:.6rem .8rem;background:var(--well);border-radius:.45rem;overflow-x:auto;\
    white-space:pre;tab-size:4}
    .command{margin:.35rem 0 .2rem;white-space:pre-wrap;overflow-wrap:anywhere;user-select:all}
    .line{display:inline-block;min-width:2.5rem;padding-right:.9rem;text-align:right;color:var(--soft);user-select:none}
    mark{background:var(--mark);color:inherit;border-radius:.2rem;padding:.05rem .1rem;\
    box-shadow:inset 0 -2px 0 var(--tone,var(--high))}
    dl{display:grid;grid-template-columns:8rem minmax(0,1fr);gap:.45rem 1rem;margin:.9rem 0 0}
    dt{color:var(--soft)}
    dd{margin:0;overflow-wrap:anywhere}
    dd ul,dd ol{margin:0;padding-left:1.1rem}
    dd ul{list-style:none;padding:0}
    q{color:var(--soft)}
    .went{color:var(--good)}
    .rules,.gaps{margin-top:2.5rem}
    .rules article{padding:1rem 0;border-bottom:1px solid var(--line)}
    .rules article:target{background:var(--well)}
    .rules h3,.gaps h3{font-size:1rem;margin:.2rem 0 .35rem}
    .rules h3 code,.count{color:var(--soft);font-weight:400}
    .rules ol,.gaps ul{margin:.3rem 0 0;padding-left:1.3rem}
    .check{margin-top:.5rem}
    .check summary{cursor:pointer;color:var(--accent)}
    @media (max-width:44rem){.charts,.bars{grid-template-columns:1fr}dl{grid-template-columns:1fr;gap:.1rem}\
    dd{margin-bottom:.5rem}#filters{position:static}.finding>summary{grid-template-columns:1fr auto}\
    .badge{grid-row:auto;grid-column:1}.title,.where{grid-column:1/-1}.chips{grid-column:2;grid-row:1}}
    @media print{:root{--back:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--well:#f3f3f3;--accent:#2440a8;\
    --critical:#8a1a72;--high:#a82a26;--medium:#7d4f00;--low:#225c7e;--good:#1f6639;--mark:#ffe9a8;--shadow:none}
    body{font-size:10.5pt}main{max-width:none;padding:0}.script,.js .script{display:none}
    .finding{content-visibility:visible;break-inside:avoid}.finding::details-content{content-visibility:visible;\
    display:block;height:auto}.snippet{white-space:pre-wrap}.charts,.timeline{break-inside:avoid}}
    """
}
