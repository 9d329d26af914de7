"""Saved web pages in the shapes that newspapers, broadcasters and forces publish them.

Every page holds the same article; what stands around it says ``NOISE`` somewhere in
each piece, and numbers that are no part of the article.
"""

HEADLINE = "Image offences in Essex grow by almost 200 in a year"
STANDFIRST = "Essex Police recorded 767 child abuse image offences last year."
CAPTION = "The headquarters of Essex Police in Springfield"
PARAGRAPHS = (
    (
        "The number of child abuse image offences recorded by Essex Police rose from 568 in "
        "2016/17 to 767 in 2017/18, figures obtained by a charity show."
    ),
    "That is an increase of 35 per cent, or more than two offences a day.",
    "A spokesman for the charity said: \u201cEvery one of these offences is worrying.\u201d",
    "Across the UK there were 22,724 offences, one every 23 minutes.",
    "The force said that it takes every report seriously.",
)
_WORDY = (
    "NOISE The council has set out plans for 1,400 homes on land beside the railway, which "
    "neighbours say would bring 3,000 more cars a day to narrow lanes."
)
_LINKS = "".join(
    f"<li><a href='/n/{n}'>NOISE {n * 7} burglaries in a week</a></li>" for n in range(9)
)


def _paragraphs(between: str = "", tag: str = "p") -> str:
    made = [f"<{tag}>{text}</{tag}>" for text in PARAGRAPHS]
    return between.join(made)


def weekly() -> str:
    """A local weekly: article body in one box, lists of links and comments around it."""
    return f"""<!DOCTYPE html><html lang="en"><head><title>{HEADLINE} | Weekly News</title>
<meta property="og:title" content="{HEADLINE}">
<meta property="article:published_time" content="2018-09-13T05:00:00+01:00">
<script>var dataLayer=[{{"NOISE":99}}];</script><style>.NOISE{{width:12px}}</style></head>
<body class="article-page has-sidebar">
<div id="cookie-notice">NOISE We and our 842 partners store cookies. <button>Accept</button></div>
<header class="mar-header"><a href="/">Weekly News</a><nav><ul>{_LINKS}</ul></nav></header>
<div class="mar-article"><h1 class="mar-article__headline">{HEADLINE}</h1>
<div class="mar-article__author"><p class="byline">By NOISE the newsdesk</p>
<time datetime="2018-09-13">13th September 2018</time></div>
<div class="share-tools"><a>NOISE Share 25 times</a></div>
<figure><img src="x.jpg" alt=""><figcaption>{CAPTION}</figcaption></figure>
<div class="article-body" id="subscription-content"><p><strong>{STANDFIRST}</strong></p>
{_paragraphs('<div class="advert-slot">NOISE Advertisement 300x250</div>')}
<p><strong>READ MORE: </strong><a href="/x">NOISE 12 people arrested in county lines raid</a></p>
</div>
<ul class="tags"><li><a>NOISE Essex Police</a></li></ul>
<section id="comments" class="comments"><h2>Comments (14)</h2><p>NOISE I have lived here for 40
years and ninety per cent of my street agrees with me about this.</p><p>{_WORDY}</p></section></div>
<aside class="sidebar"><h3>Most read</h3><ol>{_LINKS}</ol></aside>
<footer><p>NOISE Registered office: 1 High Street. Company number 01676637. This website and its
newspapers keep to a code of practice for editors.</p></footer></body></html>"""


def regional() -> str:
    """A regional title of a large group: everything in nested boxes with generated names."""
    text = "".join(f'<div class="sc-1x8 kPTs"><p>{each}</p></div>' for each in PARAGRAPHS[:2])
    more = "".join(f'<div class="sc-1x8 kPTs"><p>{each}</p></div>' for each in PARAGRAPHS[2:])
    teaser = (
        '<div class="publication-teaser"><a href="/y"><img alt=""><span>NOISE Teenager, 17, in '
        "hospital</span></a></div>"
    )
    return f"""<html><head><title>{HEADLINE} - County Live</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[
{{"@type":"WebSite","name":"County Live"}},{{"@type":"NewsArticle","headline":"{HEADLINE}",
"datePublished":"2018-09-13T10:41:00.000Z","dateModified":"2019-01-02T00:00:00Z"}}]}}
</script>
</head>
<body><div id="root"><div class="top-nav"><a href="/">NOISE News</a><a>NOISE Sport</a></div>
<main><article class="article-main"><div class="headline-box"><h1>{HEADLINE}</h1>
<p class="sub-title">{STANDFIRST}</p></div>
<figure><div><img alt="x"></div><figcaption><span class="caption-title">{CAPTION}</span>
<span>(Image: agency)</span></figcaption></figure>
<div class="article-body">{text}
<div class="newsletter-box"><h2>NOISE Get breaking news by e-mail</h2><form><input><label>NOISE
Invalid email</label></form><p>NOISE We use your sign-up to provide content in ways you have
consented to. You can unsubscribe at any time.</p></div>{more}
<div class="read-more-links"><h3>NOISE Read More</h3><ul>{_LINKS}</ul></div></div></article>
<div class="recirculation">{teaser * 12}</div></main></div></body></html>"""


def broadcaster() -> str:
    """A broadcaster: text blocks of their own, a heading, pictures with captions between."""
    blocks = [f'<div data-component="text-block"><p>{each}</p></div>' for each in PARAGRAPHS]
    image = (
        '<div data-component="image-block"><figure><picture><img></picture><figcaption>'
        f'<span class="visually-hidden">NOISE Image caption, </span>{CAPTION}</figcaption>'
        "</figure></div>"
    )
    heading = '<div data-component="subheadline-block"><h2>What the police say</h2></div>'
    blocks.insert(4, heading)
    return f"""<!doctype html><html><head><title>{HEADLINE} - News</title>
<meta property="og:title" content="{HEADLINE}"></head><body>
<div role="banner"><a href="#main">NOISE Skip to content</a><p>NOISE Account: 3 alerts</p></div>
<main id="main-content"><article><header><h1 id="main-heading">{HEADLINE}</h1>
<time datetime="2018-09-13T00:12:24.000Z">13 September 2018</time>
<div class="share"><button>NOISE Share page</button></div></header>{image}
<div data-component="text-block"><p><b>{STANDFIRST}</b></p></div>{"".join(blocks)}
<section aria-labelledby="topics" class="related-topics"><h2>NOISE Related Topics</h2>
<ul>{_LINKS}</ul></section></article></main>
<div role="complementary"><h2>NOISE Top stories</h2><p>{_WORDY}</p><p>{_WORDY}</p></div>
<div role="contentinfo"><p>NOISE Copyright 2018. The corporation is not responsible for the
content of external sites.</p></div></body></html>"""


def blog() -> str:
    """A site made with a page builder: article in a widget, long teasers of other articles."""
    teaser = (
        '<article class="post-teaser"><h3><a href="/z">NOISE Plan for homes</a></h3>'
        f"<p>{_WORDY}</p><a>NOISE Continue reading</a></article>"
    )
    return f"""<html><head><title>{HEADLINE} &#8211; Town Chronicle</title>
<meta name="date" content="2018-09-13"></head>
<body class="single single-post with-sidebar"><div id="page" class="site">
<div class="elementor-widget elementor-widget-nav-menu"><ul>{_LINKS}</ul></div>
<div id="content" class="site-content"><div id="primary" class="content-area">
<main><article class="post type-post"><header class="entry-header">
<h1 class="entry-title">{HEADLINE}</h1><div class="entry-meta">Posted by NOISE editor</div></header>
<div class="elementor-widget elementor-widget-theme-post-content"><p>{STANDFIRST}</p>
{_paragraphs()}
<div class="sharedaddy sd-sharing"><h3>NOISE Share this:</h3><ul>{_LINKS}</ul></div></div>
<figure class="wp-caption"><img><figcaption class="wp-caption-text">{CAPTION}</figcaption></figure>
</article><nav class="post-navigation"><a>NOISE Previous post</a></nav></main></div>
<div id="secondary" class="widget-area sidebar"><h2>NOISE About</h2><p>{_WORDY}</p></div></div>
<div class="more-from-category">{teaser * 4}</div></div></body></html>"""


def old_table_layout() -> str:
    """A page of long ago: tables for layout, line breaks for paragraphs, nothing named."""
    text = "<br><br>".join((STANDFIRST, *PARAGRAPHS))
    links = "<br>".join(f"<a href='/{n}'>NOISE story {n}</a>" for n in range(12))
    return f"""<html><head><title>Town Paper: {HEADLINE}</title></head><body>
<table width=900><tr><td width=150 valign=top>{links}</td><td>
<font size=5><b>{HEADLINE}</b></font><br><i>Thursday, September 13, 2018</i><br><br>
{text}<br><br><table align=right><tr><td><img><br><small>{CAPTION}</small></td></tr></table></td>
<td width=120><a>NOISE Buy our calendar</a></td></tr></table></body></html>"""


def form_page() -> str:
    """A force's own site: everything within one form, hidden while a dialog was open."""
    return f"""<html><head><title>{HEADLINE} | Essex Police</title></head>
<body><form id="aspnetForm" action="./"><input type="hidden" value="NOISE 4711">
<div id="wrapper" aria-hidden="true"><div class="menu-bar"><ul>{_LINKS}</ul></div>
<div id="content"><h1>{HEADLINE}</h1><p class="published">Published: 13 September 2018</p>
<p class="standfirst">{STANDFIRST}</p>{_paragraphs()}
<p class="caption">{CAPTION}</p></div></div>
<div class="modal cookie-modal" role="dialog"><h2>NOISE Cookies</h2><p>NOISE We would like to set
4 cookies to understand how you use this site, and share them with nobody.</p></div>
</form></body></html>"""


def with_table() -> str:
    """A data story: a table of figures, a list, and a footnote mark."""
    return f"""<html><head><title>{HEADLINE}</title>
<meta itemprop="datePublished" content="2018-09-13"></head><body><div class="wrap">
<h1>{HEADLINE}</h1><p>{STANDFIRST}</p>{_paragraphs()}
<table class="data"><caption>Offences by force</caption>
<thead><tr><th>Force</th><th>2016/17</th><th>2017/18</th></tr></thead>
<tbody><tr><td>Essex</td><td>568</td><td>767</td></tr>
<tr><td>Hampshire<sup>1</sup></td><td>974</td><td>1,199</td></tr></tbody></table>
<ul><li>Bedfordshire recorded 200 offences, up from 118.</li>
<li>Kent recorded 1,042.</li></ul>
<figure><figcaption>{CAPTION}</figcaption></figure></div></body></html>"""


def fragment() -> str:
    """A part of a page, without head or body."""
    return (
        f"<h1>{HEADLINE}</h1><p>13 September 2018</p><p>{STANDFIRST}</p>{_paragraphs()}"
        f"<figcaption>{CAPTION}</figcaption>"
    )


PAGES = (weekly, regional, broadcaster, blog, old_table_layout, form_page, with_table, fragment)
