"""Which host names cannot be reached from another machine."""

from ipaddress import ip_address


def only_this_machine(host: str) -> bool:
    """Whether a host name or address, IPv6 with or without brackets, is of this machine alone.

    Examples
    --------
    >>> only_this_machine("[::1]"), only_this_machine("192.168.1.10")
    (True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
