"""What the README's commands install is fixed, and the wheel carries its types."""

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("constraints", ROOT / "tools" / "constraints.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


constraints = _tool()


@pytest.fixture(scope="module")
def fixed() -> dict[str, list[Requirement]]:
    return constraints.pins((ROOT / "constraints.txt").read_text(encoding="utf-8"))


def test_whatever_pyproject_asks_for_is_fixed_at_a_version_that_it_allows(fixed: object) -> None:
    assert constraints.out_of_step(constraints.declared(), fixed) == []


def test_what_those_packages_bring_with_them_is_fixed_too(fixed: object) -> None:
    assert constraints.unfixed(constraints.declared(), fixed) == []


def test_a_package_that_is_not_fixed_or_fixed_at_another_version_would_be_told(fixed: object) -> None:
    """The negative control."""
    wanted = [Requirement("click>=99"), Requirement("khong-co-goi-nay")]
    assert len(constraints.out_of_step(wanted, fixed)) == 2
    without = {name: lines for name, lines in fixed.items() if name != "idna"}
    assert constraints.unfixed(constraints.declared(), without) == ["idna: no line fixes it"]
    assert constraints.installed_otherwise({"packaging": [Requirement("packaging==1.0")]}) != []


def test_both_commands_of_the_readme_install_what_is_fixed() -> None:
    installing = [
        line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if "pip install" in line
    ]
    assert len(installing) == 7
    assert [line for line in installing if "pip install -q -c constraints.txt " not in line] == []


def test_the_wheel_says_that_it_carries_types() -> None:
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert packages["targets"]["wheel"]["packages"] == ["broadcast"]
    assert (ROOT / "broadcast" / "py.typed").exists()
