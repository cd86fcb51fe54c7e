"""Where countries lie, to the nearest degree: enough to lay tiles out like a map, and no border is drawn from it."""

from __future__ import annotations

from functools import cache

# Code, latitude and longitude of about the middle of each country, or of its largest part.
_PLACES = """
AFG 34 66  AGO -12 18  ALB 41 20  AND 42 2  ARE 24 54  ARG -34 -65  ARM 40 45  ATG 17 -62  AUS -25 134  AUT 47 14
AZE 40 48  BDI -3 30  BEL 51 5  BEN 10 2  BFA 12 -2  BGD 24 90  BGR 43 25  BHR 26 51  BHS 24 -77  BIH 44 18
BLR 54 28  BLZ 17 -89  BOL -17 -65  BRA -10 -53  BRB 13 -60  BRN 5 115  BTN 27 90  BWA -22 24  CAF 7 21  CAN 58 -100
CHE 47 8  CHL -33 -71  CHN 35 104  CIV 8 -6  CMR 6 12  COD -3 23  COG -1 15  COL 4 -73  COM -12 44  CPV 16 -24
CRI 10 -84  CUB 22 -79  CYP 35 33  CZE 50 15  DEU 51 10  DJI 12 43  DMA 15 -61  DNK 56 10  DOM 19 -70  DZA 28 3
ECU -1 -78  EGY 27 30  ERI 15 39  ESP 40 -4  EST 59 26  ETH 9 40  FIN 64 26  FJI -18 178  FRA 47 2  FSM 7 158
GAB -1 12  GBR 54 -2  GEO 42 44  GHA 8 -1  GIN 10 -11  GMB 13 -15  GNB 12 -15  GNQ 2 10  GRC 39 22  GRD 12 -62
GTM 15 -90  GUY 5 -59  HKG 22 114  HND 15 -86  HRV 45 16  HTI 19 -73  HUN 47 19  IDN -3 117  IND 22 79  IRL 53 -8
IRN 32 54  IRQ 33 44  ISL 65 -19  ISR 31 35  ITA 43 12  JAM 18 -77  JOR 31 36  JPN 37 138  KAZ 48 67  KEN 0 38
KGZ 41 75  KHM 13 105  KIR 1 173  KNA 17 -63  KOR 36 128  KWT 29 48  LAO 18 103  LBN 34 36  LBR 6 -9  LBY 27 18
LCA 14 -61  LIE 47 10  LKA 8 81  LSO -30 28  LTU 55 24  LUX 50 6  LVA 57 25  MAR 32 -6  MCO 44 7  MDA 47 28
MDG -19 47  MDV 3 73  MEX 23 -102  MHL 7 171  MKD 42 22  MLI 17 -4  MLT 36 14  MMR 21 96  MNE 43 19  MNG 47 104
MOZ -17 36  MRT 20 -10  MUS -20 58  MWI -13 34  MYS 4 102  NAM -22 17  NER 17 9  NGA 9 8  NIC 13 -85  NLD 52 5
NOR 62 10  NPL 28 84  NRU -1 167  NZL -42 173  OMN 21 57  PAK 30 70  PAN 9 -80  PER -9 -75  PHL 12 122  PLW 7 134
PNG -6 145  POL 52 19  PRK 40 127  PRT 39 -8  PRY -23 -58  PSE 32 35  QAT 25 51  ROU 46 25  RUS 60 95  RWA -2 30
SAU 24 45  SDN 15 30  SEN 14 -14  SGP 1 104  SLB -9 160  SLE 8 -12  SLV 14 -89  SMR 44 12  SOM 5 46  SRB 44 21
SSD 7 30  STP 0 7  SUR 4 -56  SVK 49 20  SVN 46 15  SWE 62 16  SWZ -27 31  SYC -5 55  SYR 35 38  TCD 15 19
TGO 9 1  THA 15 101  TJK 39 71  TKM 39 60  TLS -9 126  TON -20 -175  TTO 11 -61  TUN 34 9  TUR 39 35  TUV -8 178
TWN 24 121  TZA -6 35  UGA 1 32  UKR 49 32  URY -33 -56  USA 40 -98  UZB 41 64  VAT 42 12  VCT 13 -61  VEN 7 -66
VNM 16 108  VUT -16 167  WSM -14 -172  XKX 43 21  YEM 16 48  ZAF -29 25  ZMB -14 28  ZWE -19 30
"""


@cache
def places() -> dict[str, tuple[float, float]]:
    """Latitude and longitude by code of ISO 3166-1 alpha-3, in degrees.

    Examples
    --------
    >>> places()["CHL"]
    (-33.0, -71.0)
    """
    words = _PLACES.split()
    return {code: (float(up), float(right)) for code, up, right in zip(*[iter(words)] * 3, strict=True)}
