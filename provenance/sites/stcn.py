"""Securities Times (证券时报)."""

from __future__ import annotations

from sourcetrace.provenance.sites.base import Site

__all__ = ["SITE"]

SITE = Site(
    name="stcn",
    language="zh",
    hosts=("stcn.com",),
    item=r"/([\w/-]*\d+)\.s?html",
    containers=(".txt_con", "#ctrlfscont", ".detail-content"),
    drop=(".om", ".rightext"),
)
