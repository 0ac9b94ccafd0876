from typing import NamedTuple
class Part(NamedTuple):
    key: str
    start: int
    end: int
def split(key: str) -> tuple[Part, ...]:
    known = {"wijkbeheer": ("wijk", "beheer"), "zelfbeheer": ("zelf", "beheer"), "bewonersbedrijf": ("bewoner", "bedrijf"), "bewonersbedrijven": ("bewoner", "bedrijf"), "portiekoverlast": ("portiek", "overlast")}
    at, out = 0, []
    for p in known.get(key, ()):
        s = key.find(p, at); s = at if s < 0 else s
        out.append(Part(p, s, s + len(p))); at = s + len(p)
    return tuple(out)
