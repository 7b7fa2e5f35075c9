//! Attributes of vendors, each in a Vendor-Specific attribute (RFC 2865, section 5.26).

use super::{Attribute, Form};

/// Vendors by number.
pub(super) const ATTRIBUTES: &[Attribute] = &[
    // Cisco
    Attribute::vendors("Cisco-AVPair", 9, 1, Form::Text),
    Attribute::vendors("Cisco-NAS-Port", 9, 2, Form::Text),
    Attribute::vendors("Cisco-Policy-Up", 9, 37, Form::Text),
    Attribute::vendors("Cisco-Policy-Down", 9, 38, Form::Text),
    Attribute::vendors("Cisco-Account-Info", 9, 250, Form::Text),
    Attribute::vendors("Cisco-Service-Info", 9, 251, Form::Text),
    Attribute::vendors("Cisco-Command-Code", 9, 252, Form::Text),
    Attribute::vendors("Cisco-Control-Info", 9, 253, Form::Text),
    // HP
    Attribute::vendors("HP-Privilege-Level", 11, 1, Form::Integer),
    Attribute::vendors("HP-Command-String", 11, 2, Form::Text),
    Attribute::vendors("HP-Command-Exception", 11, 3, Form::Integer).with(HP_COMMAND_EXCEPTION),
    Attribute::vendors("HP-User-Role", 11, 25, Form::Text),
    Attribute::vendors("HP-Management-Protocol", 11, 26, Form::Integer).with(HP_MANAGEMENT_PROTOCOL),
    Attribute::vendors("HP-CPPM-Role", 11, 27, Form::Text),
    Attribute::vendors("HP-Bandwidth-Max-Ingress", 11, 46, Form::Integer),
    Attribute::vendors("HP-Bandwidth-Max-Egress", 11, 48, Form::Integer),
    Attribute::vendors("HP-Nas-Filter-Rule", 11, 61, Form::Text),
    Attribute::vendors("HP-Access-Profile", 11, 62, Form::Text),
    Attribute::vendors("HP-Egress-VLANID", 11, 64, Form::Integer),
    Attribute::vendors("HP-Egress-VLAN-Name", 11, 65, Form::Text),
    // Citrix
    Attribute::vendors("Citrix-UID", 66, 10, Form::Integer),
    Attribute::vendors("Citrix-GID", 66, 11, Form::Integer),
    Attribute::vendors("Citrix-Home", 66, 12, Form::Text),
    Attribute::vendors("Citrix-Shell", 66, 13, Form::Text),
    Attribute::vendors("Citrix-Group-Names", 66, 14, Form::Text),
    Attribute::vendors("Citrix-Group-Ids", 66, 15, Form::Text),
    Attribute::vendors("Citrix-User-Groups", 66, 16, Form::Text),
    // Microsoft
    Attribute::vendors("MS-CHAP-Response", 311, 1, Form::Octets),
    Attribute::vendors("MS-CHAP-Error", 311, 2, Form::Text),
    Attribute::vendors("MS-MPPE-Encryption-Policy", 311, 7, Form::Integer).with(MS_MPPE_ENCRYPTION_POLICY),
    Attribute::vendors("MS-MPPE-Encryption-Types", 311, 8, Form::Integer).with(MS_MPPE_ENCRYPTION_TYPES),
    Attribute::vendors("MS-CHAP-Domain", 311, 10, Form::Text),
    Attribute::vendors("MS-CHAP-Challenge", 311, 11, Form::Octets),
    Attribute::vendors("MS-MPPE-Send-Key", 311, 16, Form::Hidden),
    Attribute::vendors("MS-MPPE-Recv-Key", 311, 17, Form::Hidden),
    Attribute::vendors("MS-RAS-Version", 311, 18, Form::Text),
    Attribute::vendors("MS-CHAP2-Response", 311, 25, Form::Octets),
    Attribute::vendors("MS-CHAP2-Success", 311, 26, Form::Octets),
    Attribute::vendors("MS-Primary-DNS-Server", 311, 28, Form::Address),
    Attribute::vendors("MS-Secondary-DNS-Server", 311, 29, Form::Address),
    Attribute::vendors("MS-Primary-NBNS-Server", 311, 30, Form::Address),
    Attribute::vendors("MS-Secondary-NBNS-Server", 311, 31, Form::Address),
    Attribute::vendors("MS-RAS-Client-Name", 311, 34, Form::Text),
    Attribute::vendors("MS-RAS-Client-Version", 311, 35, Form::Text),
    // Huawei
    Attribute::vendors("Huawei-Exec-Privilege", 2011, 29, Form::Integer),
    // Check Point
    Attribute::vendors("CP-Gaia-User-Role", 2620, 229, Form::Text),
    Attribute::vendors("CP-Gaia-SuperUser-Access", 2620, 230, Form::Integer),
    // Juniper
    Attribute::vendors("Juniper-Local-User-Name", 2636, 1, Form::Text),
    Attribute::vendors("Juniper-Allow-Commands", 2636, 2, Form::Text),
    Attribute::vendors("Juniper-Deny-Commands", 2636, 3, Form::Text),
    Attribute::vendors("Juniper-Allow-Configuration", 2636, 4, Form::Text),
    Attribute::vendors("Juniper-Deny-Configuration", 2636, 5, Form::Text),
    Attribute::vendors("Juniper-Interactive-Command", 2636, 8, Form::Text),
    Attribute::vendors("Juniper-Configuration-Change", 2636, 9, Form::Text),
    Attribute::vendors("Juniper-User-Permissions", 2636, 10, Form::Text),
    Attribute::vendors("Juniper-Junosspace-Profile", 2636, 11, Form::Text),
    Attribute::vendors("Juniper-Junosspace-Profiles", 2636, 11, Form::Text),
    Attribute::vendors("Juniper-CTP-Group", 2636, 21, Form::Integer).with(JUNIPER_CTP_GROUP),
    Attribute::vendors("Juniper-CTPView-APP-Group", 2636, 22, Form::Integer).with(JUNIPER_CTPVIEW_APP_GROUP),
    Attribute::vendors("Juniper-CTPView-OS-Group", 2636, 23, Form::Integer).with(JUNIPER_CTPVIEW_OS_GROUP),
    Attribute::vendors("Juniper-Primary-Dns", 2636, 31, Form::Address),
    Attribute::vendors("Juniper-Primary-Wins", 2636, 32, Form::Address),
    Attribute::vendors("Juniper-Secondary-Dns", 2636, 33, Form::Address),
    Attribute::vendors("Juniper-Secondary-Wins", 2636, 34, Form::Address),
    Attribute::vendors("Juniper-Interface-id", 2636, 35, Form::Text),
    Attribute::vendors("Juniper-Ip-Pool-Name", 2636, 36, Form::Text),
    Attribute::vendors("Juniper-Keep-Alive", 2636, 37, Form::Integer),
    Attribute::vendors("Juniper-CoS-Traffic-Control-Profile", 2636, 38, Form::Text),
    Attribute::vendors("Juniper-CoS-Parameter", 2636, 39, Form::Text),
    Attribute::vendors("Juniper-encapsulation-overhead", 2636, 40, Form::Integer),
    Attribute::vendors("Juniper-cell-overhead", 2636, 41, Form::Integer),
    Attribute::vendors("Juniper-tx-connect-speed", 2636, 42, Form::Integer),
    Attribute::vendors("Juniper-rx-connect-speed", 2636, 43, Form::Integer),
    Attribute::vendors("Juniper-Firewall-filter-name", 2636, 44, Form::Text),
    Attribute::vendors("Juniper-Policer-Parameter", 2636, 45, Form::Text),
    Attribute::vendors("Juniper-Local-Group-Name", 2636, 46, Form::Text),
    Attribute::vendors("Juniper-Local-Interface", 2636, 47, Form::Text),
    Attribute::vendors("Juniper-Switching-Filter", 2636, 48, Form::Text),
    Attribute::vendors("Juniper-VoIP-Vlan", 2636, 49, Form::Text),
    Attribute::vendors("Juniper-CWA-Redirect", 2636, 50, Form::Text),
    Attribute::vendors("Juniper-AV-Pair", 2636, 52, Form::Text),
    // Cisco ASA
    Attribute::vendors("ASA-Simultaneous-Logins", 3076, 2, Form::Integer),
    Attribute::vendors("ASA-Primary-DNS", 3076, 5, Form::Address),
    Attribute::vendors("ASA-Secondary-DNS", 3076, 6, Form::Address),
    Attribute::vendors("ASA-Tunneling-Protocols", 3076, 11, Form::Integer),
    Attribute::vendors("ASA-Group-Policy", 3076, 25, Form::Text),
    Attribute::vendors("ASA-IPsec-Split-Tunnel-List", 3076, 27, Form::Text),
    Attribute::vendors("ASA-IPsec-Default-Domain", 3076, 28, Form::Text),
    Attribute::vendors("ASA-IPsec-Split-Tunneling-Policy", 3076, 55, Form::Integer)
        .with(ASA_IPSEC_SPLIT_TUNNELING_POLICY),
    Attribute::vendors("ASA-Tunnel-Group-Lock", 3076, 85, Form::Text),
    Attribute::vendors("ASA-Smart-Tunnel", 3076, 136, Form::Text),
    Attribute::vendors("ASA-VLAN", 3076, 140, Form::Integer),
    Attribute::vendors("ASA-Member-Of", 3076, 145, Form::Text),
    Attribute::vendors("ASA-TunnelGroupName", 3076, 146, Form::Text),
    Attribute::vendors("ASA-ClientType", 3076, 150, Form::Integer).with(ASA_CLIENTTYPE),
    Attribute::vendors("ASA-Address-Pools", 3076, 217, Form::Text),
    Attribute::vendors("ASA-IPv6-Address-Pools", 3076, 218, Form::Text),
    Attribute::vendors("ASA-Privilege-Level", 3076, 220, Form::Integer),
    // NetScreen
    Attribute::vendors("NS-Admin-Privilege", 3224, 1, Form::Integer).with(NS_ADMIN_PRIVILEGE),
    Attribute::vendors("NS-VSYS-Name", 3224, 2, Form::Text),
    Attribute::vendors("NS-User-Group", 3224, 3, Form::Text),
    Attribute::vendors("NS-Primary-DNS", 3224, 4, Form::Address),
    Attribute::vendors("NS-Secondary-DNS", 3224, 5, Form::Address),
    Attribute::vendors("NS-Primary-WINS", 3224, 6, Form::Address),
    Attribute::vendors("NS-Secondary-WINS", 3224, 7, Form::Address),
    Attribute::vendors("NS-NSM-User-Domain-Name", 3224, 220, Form::Text),
    Attribute::vendors("NS-NSM-User-Role-Mapping", 3224, 221, Form::Text),
    // F5
    Attribute::vendors("F5-LTM-User-Role", 3375, 1, Form::Integer).with(F5_LTM_USER_ROLE),
    Attribute::vendors("F5-LTM-User-Role-Universal", 3375, 2, Form::Integer).with(F5_LTM_USER_ROLE_UNIVERSAL),
    Attribute::vendors("F5-LTM-User-Partition", 3375, 3, Form::Text),
    Attribute::vendors("F5-LTM-User-Console", 3375, 4, Form::Integer).with(F5_LTM_USER_CONSOLE),
    Attribute::vendors("F5-LTM-User-Shell", 3375, 5, Form::Text),
    Attribute::vendors("F5-LTM-User-Context-1", 3375, 10, Form::Integer),
    Attribute::vendors("F5-LTM-User-Context-2", 3375, 11, Form::Integer),
    Attribute::vendors("F5-LTM-User-Info-1", 3375, 12, Form::Text),
    Attribute::vendors("F5-LTM-User-Info-2", 3375, 13, Form::Text),
    Attribute::vendors("F5-LTM-Audit-Msg", 3375, 14, Form::Text),
    // SonicWall
    Attribute::vendors("SS3-Firewall-User-Privilege", 8741, 1, Form::Integer),
    Attribute::vendors("SonicWall-User-Privilege", 8741, 1, Form::Integer).with(SONICWALL_USER_PRIVILEGE),
    Attribute::vendors("SonicWall-User-Group", 8741, 3, Form::Text),
    // Fortinet
    Attribute::vendors("Fortinet-Group-Name", 12356, 1, Form::Text),
    Attribute::vendors("Fortinet-Client-IP-Address", 12356, 2, Form::Address),
    Attribute::vendors("Fortinet-Vdom-Name", 12356, 3, Form::Text),
    Attribute::vendors("Fortinet-Client-IPv6-Address", 12356, 4, Form::Octets),
    Attribute::vendors("Fortinet-Interface-Name", 12356, 5, Form::Text),
    Attribute::vendors("Fortinet-Access-Profile", 12356, 6, Form::Text),
    Attribute::vendors("Fortinet-SSID", 12356, 7, Form::Text),
    Attribute::vendors("Fortinet-AP-Name", 12356, 8, Form::Text),
    Attribute::vendors("Fortinet-FAC-Auth-Status", 12356, 11, Form::Text),
    Attribute::vendors("Fortinet-FAC-Token-ID", 12356, 12, Form::Text),
    Attribute::vendors("Fortinet-FAC-Challenge-Code", 12356, 15, Form::Text),
    Attribute::vendors("Fortinet-Webfilter-Category-Allow", 12356, 16, Form::Octets),
    Attribute::vendors("Fortinet-Webfilter-Category-Block", 12356, 17, Form::Octets),
    Attribute::vendors("Fortinet-Webfilter-Category-Monitor", 12356, 18, Form::Octets),
    Attribute::vendors("Fortinet-AppCtrl-Category-Allow", 12356, 19, Form::Octets),
    Attribute::vendors("Fortinet-AppCtrl-Category-Block", 12356, 20, Form::Octets),
    Attribute::vendors("Fortinet-AppCtrl-Risk-Allow", 12356, 21, Form::Octets),
    Attribute::vendors("Fortinet-AppCtrl-Risk-Block", 12356, 22, Form::Octets),
    Attribute::vendors("Fortinet-WirelessController-Device-MAC", 12356, 23, Form::Octets),
    Attribute::vendors("Fortinet-WirelessController-WTP-ID", 12356, 24, Form::Text),
    Attribute::vendors("Fortinet-WirelessController-Assoc-Time", 12356, 25, Form::Integer),
    Attribute::vendors("Fortinet-FortiWAN-AVPair", 12356, 26, Form::Text),
    Attribute::vendors("Fortinet-FDD-Access-Profile", 12356, 30, Form::Text),
    Attribute::vendors("Fortinet-FDD-Trusted-Hosts", 12356, 31, Form::Text),
    Attribute::vendors("Fortinet-FDD-SPP-Name", 12356, 32, Form::Text),
    Attribute::vendors("Fortinet-FDD-Is-System-Admin", 12356, 33, Form::Text),
    Attribute::vendors("Fortinet-FDD-Is-SPP-Admin", 12356, 34, Form::Text),
    Attribute::vendors("Fortinet-FDD-SPP-Policy-Group", 12356, 35, Form::Text),
    Attribute::vendors("Fortinet-FDD-Allow-API-Access", 12356, 36, Form::Text),
    Attribute::vendors("Fortinet-Fpc-User-Role", 12356, 40, Form::Text),
    Attribute::vendors("Fortinet-Tenant-Identification", 12356, 41, Form::Text),
    Attribute::vendors("Fortinet-Host-Port-AVPair", 12356, 42, Form::Text),
    // pfSense
    Attribute::vendors("pfSense-Bandwidth-Max-Up", 13644, 1, Form::Integer),
    Attribute::vendors("pfSense-Bandwidth-Max-Down", 13644, 2, Form::Integer),
    Attribute::vendors("pfSense-Max-Total-Octets", 13644, 3, Form::Integer),
    // WISPr
    Attribute::vendors("WISPr-Location-ID", 14122, 1, Form::Text),
    Attribute::vendors("WISPr-Location-Name", 14122, 2, Form::Text),
    Attribute::vendors("WISPr-Logoff-URL", 14122, 3, Form::Text),
    Attribute::vendors("WISPr-Redirection-URL", 14122, 4, Form::Text),
    Attribute::vendors("WISPr-Bandwidth-Min-Up", 14122, 5, Form::Integer),
    Attribute::vendors("WISPr-Bandwidth-Min-Down", 14122, 6, Form::Integer),
    Attribute::vendors("WISPr-Bandwidth-Max-Up", 14122, 7, Form::Integer),
    Attribute::vendors("WISPr-Bandwidth-Max-Down", 14122, 8, Form::Integer),
    Attribute::vendors("WISPr-Session-Terminate-Time", 14122, 9, Form::Text),
    Attribute::vendors("WISPr-Session-Terminate-End-Of-Day", 14122, 10, Form::Text),
    Attribute::vendors("WISPr-Billing-Class-Of-Service", 14122, 11, Form::Text),
    // Aruba
    Attribute::vendors("Aruba-User-Role", 14823, 1, Form::Text),
    Attribute::vendors("Aruba-User-Vlan", 14823, 2, Form::Integer),
    Attribute::vendors("Aruba-Priv-Admin-User", 14823, 3, Form::Integer),
    Attribute::vendors("Aruba-Admin-Role", 14823, 4, Form::Text),
    Attribute::vendors("Aruba-Essid-Name", 14823, 5, Form::Text),
    Attribute::vendors("Aruba-Location-Id", 14823, 6, Form::Text),
    Attribute::vendors("Aruba-Named-User-Vlan", 14823, 9, Form::Text),
    Attribute::vendors("Aruba-AP-Group", 14823, 10, Form::Text),
    Attribute::vendors("Aruba-Device-Type", 14823, 12, Form::Text),
    Attribute::vendors("Aruba-CPPM-Role", 14823, 23, Form::Text),
    Attribute::vendors("Aruba-User-Group", 14823, 36, Form::Text),
    Attribute::vendors("Aruba-Port-Bounce-Host", 14823, 40, Form::Integer),
    Attribute::vendors("Aruba-Admin-Path", 14823, 42, Form::Text),
    Attribute::vendors("Aruba-Captive-Portal-URL", 14823, 43, Form::Text),
    // MikroTik
    Attribute::vendors("Mikrotik-Recv-Limit", 14988, 1, Form::Integer),
    Attribute::vendors("Mikrotik-Xmit-Limit", 14988, 2, Form::Integer),
    Attribute::vendors("Mikrotik-Group", 14988, 3, Form::Text),
    Attribute::vendors("Mikrotik-Wireless-Forward", 14988, 4, Form::Integer),
    Attribute::vendors("Mikrotik-Wireless-Skip-Dot1x", 14988, 5, Form::Integer),
    Attribute::vendors("Mikrotik-Wireless-Enc-Algo", 14988, 6, Form::Integer).with(MIKROTIK_WIRELESS_ENC_ALGO),
    Attribute::vendors("Mikrotik-Wireless-Enc-Key", 14988, 7, Form::Text),
    Attribute::vendors("Mikrotik-Rate-Limit", 14988, 8, Form::Text),
    Attribute::vendors("Mikrotik-Realm", 14988, 9, Form::Text),
    Attribute::vendors("Mikrotik-Host-IP", 14988, 10, Form::Address),
    Attribute::vendors("Mikrotik-Mark-Id", 14988, 11, Form::Text),
    Attribute::vendors("Mikrotik-Advertise-URL", 14988, 12, Form::Text),
    Attribute::vendors("Mikrotik-Advertise-Interval", 14988, 13, Form::Integer),
    Attribute::vendors("Mikrotik-Recv-Limit-Gigawords", 14988, 14, Form::Integer),
    Attribute::vendors("Mikrotik-Xmit-Limit-Gigawords", 14988, 15, Form::Integer),
    Attribute::vendors("Mikrotik-Wireless-PSK", 14988, 16, Form::Text),
    Attribute::vendors("Mikrotik-Total-Limit", 14988, 17, Form::Integer),
    Attribute::vendors("Mikrotik-Total-Limit-Gigawords", 14988, 18, Form::Integer),
    Attribute::vendors("Mikrotik-Address-List", 14988, 19, Form::Text),
    Attribute::vendors("Mikrotik-Wireless-MPKey", 14988, 20, Form::Text),
    Attribute::vendors("Mikrotik-Wireless-Comment", 14988, 21, Form::Text),
    Attribute::vendors("Mikrotik-Delegated-IPv6-Pool", 14988, 22, Form::Text),
    Attribute::vendors("Mikrotik-DHCP-Option-Set", 14988, 23, Form::Text),
    Attribute::vendors("Mikrotik-DHCP-Option-Param-STR1", 14988, 24, Form::Text),
    Attribute::vendors("Mikrotik-DHCP-Option-Param-STR2", 14988, 25, Form::Text),
    Attribute::vendors("Mikrotik-DHCP-Option-ParamSTR2", 14988, 25, Form::Text),
    Attribute::vendors("Mikrotik-Wireless-VLANID", 14988, 26, Form::Integer),
    Attribute::vendors("Mikrotik-Wireless-VLANIDtype", 14988, 27, Form::Integer).with(MIKROTIK_WIRELESS_VLANIDTYPE),
    Attribute::vendors("Mikrotik-Wireless-VLANID-Type", 14988, 27, Form::Integer),
    Attribute::vendors("Mikrotik-Wireless-Minsignal", 14988, 28, Form::Text),
    Attribute::vendors("Mikrotik-Wireless-Maxsignal", 14988, 29, Form::Text),
    Attribute::vendors("Mikrotik-Switching-Filter", 14988, 30, Form::Text),
    // Ruckus
    Attribute::vendors("Ruckus-User-Groups", 25053, 1, Form::Text),
    Attribute::vendors("Ruckus-SSID", 25053, 3, Form::Text),
    Attribute::vendors("Ruckus-Wlan-Id", 25053, 4, Form::Integer),
    Attribute::vendors("Ruckus-Location", 25053, 5, Form::Text),
    Attribute::vendors("Ruckus-Grace-Period", 25053, 6, Form::Integer),
    Attribute::vendors("Ruckus-VLAN-ID", 25053, 9, Form::Integer),
    // Palo Alto
    Attribute::vendors("PaloAlto-Admin-Role", 25461, 1, Form::Text),
    Attribute::vendors("PaloAlto-Admin-Access-Domain", 25461, 2, Form::Text),
    Attribute::vendors("PaloAlto-Panorama-Admin-Role", 25461, 3, Form::Text),
    Attribute::vendors("PaloAlto-Panorama-Admin-Access-Domain", 25461, 4, Form::Text),
    Attribute::vendors("PaloAlto-User-Group", 25461, 5, Form::Text),
    Attribute::vendors("PaloAlto-User-Domain", 25461, 6, Form::Text),
    Attribute::vendors("PaloAlto-Client-Source-IP", 25461, 7, Form::Text),
    Attribute::vendors("PaloAlto-Client-OS", 25461, 8, Form::Text),
    Attribute::vendors("PaloAlto-Client-Hostname", 25461, 9, Form::Text),
    Attribute::vendors("PaloAlto-GlobalProtect-Client-Version", 25461, 10, Form::Text),
    // Meraki
    Attribute::vendors("Meraki-Device-Name", 29671, 1, Form::Text),
    Attribute::vendors("Meraki-Network-Name", 29671, 2, Form::Text),
    Attribute::vendors("Meraki-Ap-Name", 29671, 3, Form::Text),
    Attribute::vendors("Meraki-Ap-Tags", 29671, 4, Form::Text),
    // Arista
    Attribute::vendors("Arista-AVPair", 30065, 1, Form::Text),
    Attribute::vendors("Arista-User-Priv-Level", 30065, 2, Form::Integer),
    Attribute::vendors("Arista-User-Role", 30065, 3, Form::Text),
    Attribute::vendors("Arista-CVP-Role", 30065, 4, Form::Text),
    Attribute::vendors("Arista-Command", 30065, 5, Form::Text),
    Attribute::vendors("Arista-WebAuth", 30065, 6, Form::Integer).with(ARISTA_WEBAUTH),
    Attribute::vendors("Arista-BlockMac", 30065, 7, Form::Text),
    Attribute::vendors("Arista-UnblockMac", 30065, 8, Form::Text),
    Attribute::vendors("Arista-PortFlap", 30065, 9, Form::Integer),
    Attribute::vendors("Arista-Captive-Portal", 30065, 10, Form::Text),
    // NetKnights
    Attribute::vendors("privacyIDEA-Serial", 44929, 1, Form::Text),
];

const HP_COMMAND_EXCEPTION: &[(&str, u32)] = &[("Permit-List", 0), ("Deny-List", 1)];

const HP_MANAGEMENT_PROTOCOL: &[(&str, u32)] = &[("HTTP", 5), ("HTTPS", 6)];

const MS_MPPE_ENCRYPTION_POLICY: &[(&str, u32)] = &[("Encryption-Allowed", 1), ("Encryption-Required", 2)];

const MS_MPPE_ENCRYPTION_TYPES: &[(&str, u32)] =
    &[("RC4-40bit-Allowed", 1), ("RC4-128bit-Allowed", 2), ("RC4-40or128-bit-Allowed", 6)];

const JUNIPER_CTP_GROUP: &[(&str, u32)] = &[("Read_Only", 1), ("Admin", 2), ("Privileged_Admin", 3), ("Auditor", 4)];

const JUNIPER_CTPVIEW_APP_GROUP: &[(&str, u32)] = &[("Net_View", 1), ("Net_Admin", 2), ("Global_Admin", 3)];

const JUNIPER_CTPVIEW_OS_GROUP: &[(&str, u32)] = &[("Web_Manager", 1), ("System_Admin", 2), ("Auditor", 3)];

const ASA_IPSEC_SPLIT_TUNNELING_POLICY: &[(&str, u32)] =
    &[("No-Split-Tunneling", 0), ("Split-Tunneling", 1), ("Local-LAN-Permitted", 2)];

const ASA_CLIENTTYPE: &[(&str, u32)] = &[
    ("Cisco-VPN-Client-IKEv1", 1),
    ("AnyConnect-Client-SSL-VPN", 2),
    ("Clientless-SSL-VPN", 3),
    ("Cut-Through-Proxy", 4),
    ("L2TP/IPsec-SSL-VPN", 5),
    ("AnyConnect-Client-IPSec-VPN-IKEv2", 6),
];

const NS_ADMIN_PRIVILEGE: &[(&str, u32)] = &[
    ("Root-Admin", 1),
    ("All-VSYS-Root-Admin", 2),
    ("VSYS-Admin", 3),
    ("Read-Only-Admin", 4),
    ("Read-Only-VSYS-Admin", 5),
];

const F5_LTM_USER_ROLE: &[(&str, u32)] = &[
    ("Administrator", 0),
    ("Resource-Admin", 20),
    ("User-Manager", 40),
    ("Auditor", 80),
    ("Manager", 100),
    ("App-Editor", 300),
    ("Advanced-Operator", 350),
    ("Operator", 400),
    ("Firewall-Manager", 450),
    ("Fraud-Protection-Manager", 480),
    ("Certificate-Manager", 500),
    ("IRule-Manager", 510),
    ("Guest", 700),
    ("Web-Application-Security-Administrator", 800),
    ("Web-Application-Security-Editor", 810),
    ("Acceleration-Policy-Editor", 850),
    ("No-Access", 900),
];

const F5_LTM_USER_ROLE_UNIVERSAL: &[(&str, u32)] = &[("Disabled", 0), ("Enabled", 1)];

const F5_LTM_USER_CONSOLE: &[(&str, u32)] = &[("Disabled", 0), ("Enabled", 1)];

const SONICWALL_USER_PRIVILEGE: &[(&str, u32)] = &[
    ("Remote-Access", 1),
    ("Bypass-Filters", 2),
    ("VPN-Client-Access", 3),
    ("Access-To-VPN", 4),
    ("Limited-Management", 5),
    ("L2TP-Client-Access", 6),
    ("Wireless-Guest", 7),
    ("Wireless-Add-ACL", 8),
    ("Internet-Access", 9),
];

const MIKROTIK_WIRELESS_ENC_ALGO: &[(&str, u32)] =
    &[("No-encryption", 0), ("40-bit-WEP", 1), ("104-bit-WEP", 2), ("AES-CCM", 3), ("TKIP", 4)];

const MIKROTIK_WIRELESS_VLANIDTYPE: &[(&str, u32)] = &[("802.1q", 0), ("802.1ad", 1)];

const ARISTA_WEBAUTH: &[(&str, u32)] = &[("start", 1), ("complete", 2)];
