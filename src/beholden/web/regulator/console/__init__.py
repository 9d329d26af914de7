"""The console of a regulator's staff: who is let in, and what each role may see and do.

``routes.PAGES`` is the one table of pages: method, path, the role that it needs, and the
function that answers. ``doors`` asks for the role before any of them runs; the services ask
again where something is written. Every page works without scripts.

    routes(regulator, doors, jobs)    # for an application
"""
