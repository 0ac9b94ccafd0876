from typing import Any

from whoosh.codec.whoosh3 import W3Segment


class SegmentCodec:
    EXTENSION = ".wws"

    def new_segment(self, storage: Any, name: str) -> Any:
        return W3Segment(None, name)
