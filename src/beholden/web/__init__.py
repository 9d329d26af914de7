"""The web room: the gate over HTTP, and the operator's page.

``serve`` runs the service: a supervisor and its workers. Every route is in
``web.routes``; every request passes ``web.endpoint``. It knows no SQL and no rule of
policy: it reads, asks the rooms through ``app``, and answers.

    serve(load_config(data, os.environ).config, data)
"""

from beholden.web.supervisor import serve

__all__ = ["serve"]
