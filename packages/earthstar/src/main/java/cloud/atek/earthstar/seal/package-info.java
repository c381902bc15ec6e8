/// Contents that only some can read: for everybody else they are documents like any other.
package cloud.atek.earthstar.seal;
