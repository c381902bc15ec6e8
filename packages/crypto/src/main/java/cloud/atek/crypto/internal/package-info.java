/// What the packages of this module share and nobody else sees.
package cloud.atek.crypto.internal;
