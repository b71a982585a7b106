/**
 * The flags that bootstrapping needs: {@link io.github.kubetls.component.ApiServerFlags},
 * {@link io.github.kubetls.component.ControllerManagerFlags} and {@link io.github.kubetls.component.KubeletFlags}, each read
 * from and written to a command line or a file with one flag per line. The file of one of these flags is
 * {@link io.github.kubetls.component.AuthenticationConfiguration}.
 */
package io.github.kubetls.component;
