"""Persons of the ward who may use the console: kept, recognised by their secret, logged in for a while."""

from broadcast.station.accounts.attempts import Attempts as Attempts
from broadcast.station.accounts.entry import EntryKey as EntryKey
from broadcast.station.accounts.kept import Accounts as Accounts
from broadcast.station.accounts.kept import add as add
from broadcast.station.accounts.kept import change_roles as change_roles
from broadcast.station.accounts.kept import change_secret as change_secret
from broadcast.station.accounts.kept import check_secret as check_secret
from broadcast.station.accounts.kept import read_accounts as read_accounts
from broadcast.station.accounts.kept import remove as remove
from broadcast.station.accounts.person import ROLE_NAMES as ROLE_NAMES
from broadcast.station.accounts.person import Person as Person
from broadcast.station.accounts.person import Role as Role
from broadcast.station.accounts.sessions import ON_WALL_S as ON_WALL_S
from broadcast.station.accounts.sessions import SeenSession as SeenSession
from broadcast.station.accounts.sessions import Sessions as Sessions
from broadcast.station.accounts.walls import Walls as Walls
